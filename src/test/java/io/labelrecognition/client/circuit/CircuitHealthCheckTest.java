package io.labelrecognition.client.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.LabelRecognitionException;
import io.labelrecognition.client.LabelRecognitionException.Reason;
import io.labelrecognition.client.MonotonicClock;
import io.labelrecognition.client.token.ServiceAccount;
import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Test;

class CircuitHealthCheckTest {
    @Test
    void whatStandsInTheWayIsSaidOfTheAccountAndWithoutWhatWouldBeEscaped() {
        CircuitBreakers breakers = new CircuitBreakers(new MonotonicClock());
        ServiceAccount account = new ServiceAccount("http://127.0.0.1:1", "shop", "a secret", null, null, "60s");
        breakers.of(account, account.name()).open(new LabelRecognitionException(Reason.UNAVAILABLE, "No access token from http://127.0.0.1:1."), null);

        HealthCheck.Result result = new CircuitHealthCheck(breakers).call(Map.of());

        assertEquals(State.DOWN, result.getState());
        assertEquals("No access token from 127.0.0.1:1.", result.getMessage().orElseThrow());
        assertTrue(result.getDetails().containsKey("127.0.0.1:1 (shop)"), result.getDetails().toString());
        assertFalse(result.getDetails().toString().contains("secret"));
    }
}
