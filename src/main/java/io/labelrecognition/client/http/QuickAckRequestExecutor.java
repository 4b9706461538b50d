package io.labelrecognition.client.http;

import java.io.IOException;
import java.net.Socket;
import jdk.net.ExtendedSocketOptions;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Acknowledges the head of an answer at once (Linux: TCP_QUICKACK). A server that writes head and body apart, and leaves Nagle's algorithm
 * on, keeps the body back until then, and Linux puts an acknowledgement off for 40 ms: half the time of a call to such a server, and a
 * thread's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1122#page-96">RFC 1122, 4.2.3.2: When to Send an ACK Segment</a>
 */
class QuickAckRequestExecutor extends HttpRequestExecutor {
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                                       HttpResponseInformationCallback information, HttpContext context) throws IOException, HttpException {
        ClassicHttpResponse head = super.execute(request, connection, information, context);
        if (connection instanceof ManagedHttpClientConnection managed) {
            acknowledge(managed.getSocket());
        }
        return head;
    }

    private static void acknowledge(Socket socket) {
        try {
            socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        } catch (IOException | RuntimeException e) {
            // another system, or a connection that is closed by now: the body comes when it comes, and the call must not fail for it
        }
    }
}
