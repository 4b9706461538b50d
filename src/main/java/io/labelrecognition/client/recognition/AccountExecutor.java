package io.labelrecognition.client.recognition;

import io.labelrecognition.client.LateJar;
import io.labelrecognition.client.token.AccessTokenSource;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

/** The threads that one use of the Kamelet makes its calls on: those of its account, in the {@link AccountExecutors} that outlive it. */
public final class AccountExecutor extends AbstractExecutorService implements CamelContextAware {
    // set once, by the Kamelet's parameters, before the first use
    private AccountExecutors executors;
    private AccessTokenSource accessToken;
    private CamelContext context;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** The first bean of the Kamelet that is made: where the jar came after the context, nothing is bound yet. */
    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        LateJar.ensureLoaded(context);
    }

    public void setExecutors(AccountExecutors executors) {
        this.executors = executors;
    }

    /** Whose calls they are. */
    public void setAccessToken(AccessTokenSource accessToken) {
        this.accessToken = accessToken;
    }

    @Override
    public void execute(Runnable call) {
        executors.of(accessToken.account()).execute(call);
    }

    /** Nothing: the pool is the account's. */
    @Override
    public void shutdown() {
        // other uses of the Kamelet may have the same account
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
