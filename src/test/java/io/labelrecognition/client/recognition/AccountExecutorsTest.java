package io.labelrecognition.client.recognition;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.labelrecognition.client.KameletHost;
import io.labelrecognition.client.ScriptedService;
import io.labelrecognition.client.plugin.LabelRecognitionPlugin;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ContextServiceLoaderPluginResolver;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.Test;

class AccountExecutorsTest {
    @Test
    void aServiceThatHangsHoldsUpItsOwnAccountAlone() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        try (ScriptedService stuck = new ScriptedService(); ScriptedService well = new ScriptedService();
             KameletHost host = new KameletHost(new RouteBuilder() {
                 @Override
                 public void configure() {
                     from("direct:stuck").to(KameletHost.kamelet("1"));
                     from("direct:well").to(KameletHost.kamelet("2"));
                 }
             }, "url1", stuck.url(), "id1", ScriptedService.CLIENT_ID, "secret1", ScriptedService.CLIENT_SECRET,
                     "url2", well.url(), "id2", ScriptedService.CLIENT_ID, "secret2", ScriptedService.CLIENT_SECRET)) {
            for (int i = 0; i < 200; i++) {
                stuck.onToken.add(call -> hang(hanging));
                stuck.onPost.add(call -> hang(hanging));
            }
            try {
                for (int i = 0; i < 100; i++) {
                    host.begin("direct:stuck", new byte[] {1, (byte) i}, Map.of());
                }
                await().until(() -> threads(host) >= 44);
                assertTrue(threads(host) <= 45, () -> threads(host) + " threads");

                assertNull(host.sendTo("direct:well", new byte[] {2}, Map.of()).getException());
                assertEquals(1, well.posts.size());
            } finally {
                hanging.countDown();
            }
        }
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long threads(KameletHost host) {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.contains("labelCalls") && name.contains("(" + host.context().getName() + ")")).count();
    }

    /** As with Camel JBang, which fetches the jar when it meets the Kamelet. */
    @Test
    void aContextThatWasMadeBeforeTheJarWasThereIsServedToo() throws Exception {
        try (ScriptedService service = new ScriptedService(); DefaultCamelContext context = new DefaultCamelContext(false)) {
            context.getCamelContextExtension().addContextPlugin(ContextServiceLoaderPluginResolver.class, new NoPlugins());
            context.build();
            assertNull(context.getRegistry().lookupByName(LabelRecognitionPlugin.CIRCUIT_BREAKERS));
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:read").to("kamelet:label-recognition-action?serviceUrl=" + service.url() + "&clientId="
                            + ScriptedService.CLIENT_ID + "&clientSecret=RAW(" + ScriptedService.CLIENT_SECRET + ")");
                }
            });
            context.start();
            assertEquals("TEXT\n", context.createProducerTemplate().requestBody("direct:read", new byte[] {1}, String.class));

            // from then on a parameter that there is not is named there, too
            Exception thrown = assertThrows(Exception.class, () -> context.getEndpoint("kamelet:label-recognition-action?jurnal=x&clientId=a&clientSecret=b"));
            assertTrue(ObjectHelper.getException(IllegalArgumentException.class, thrown).getMessage().contains("jurnal is unknown"), thrown.toString());
        }
    }

    private static final class NoPlugins extends ServiceSupport implements ContextServiceLoaderPluginResolver {
        private org.apache.camel.CamelContext context;

        @Override
        public org.apache.camel.CamelContext getCamelContext() {
            return context;
        }

        @Override
        public void setCamelContext(org.apache.camel.CamelContext context) {
            this.context = context;
        }
    }
}
