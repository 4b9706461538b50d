package io.labelrecognition.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.Test;

/** A host that traces: what it sees of a photo. */
class TracingTest {
    private static final AttributeKey<String> URL = AttributeKey.stringKey("http.url");

    @Test
    void oneTraceHasTheThreeCallsOfAPhotoAndItsTaskId() throws Exception {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build();
        try (ScriptedService service = new ScriptedService(); KameletHost host = KameletHost.of(service, "")) {
            OpenTelemetryTracer camel = new OpenTelemetryTracer();
            host.context().getRegistry().bind("tracer", provider.get("a host's"));
            host.context().getRegistry().bind("propagators", ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
            camel.init(host.context());
            Exchange exchange = host.send("A".getBytes());
            assertNull(exchange.getException());
            String taskId = exchange.getMessage().getHeader("LabelTaskId", String.class);
            List<SpanData> calls = spans.getFinishedSpanItems().stream().filter(span -> span.getAttributes().asMap().containsKey(URL)).toList();
            assertEquals(List.of("POST /connect/token", "POST /v5.0/ocr/RecognizeLabel", "GET /v5.0/ocr/RecognizeLabel?id=" + taskId),
                    calls.stream().map(span -> span.getName() + " " + span.getAttributes().get(URL).substring(service.url().length())
                            .replaceFirst("\\?http.*", "")).toList());
            assertEquals(1, spans.getFinishedSpanItems().stream().map(SpanData::getTraceId).distinct().count(), "one trace");
            String all = spans.getFinishedSpanItems().toString();
            assertFalse(all.contains("p%40ss") || all.contains(ScriptedService.CLIENT_SECRET), "no secret");
            service.tokens.forEach(token -> assertFalse(all.contains(token), "no token"));
        }
    }
}
