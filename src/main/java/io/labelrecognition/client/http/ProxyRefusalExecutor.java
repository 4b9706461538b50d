package io.labelrecognition.client.http;

import java.io.IOException;
import java.net.ConnectException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Tells a proxy that opens no tunnel from a service that refuses a call. HttpClient hands the proxy's answer on as if the service had given
 * it, and then a 403 were an exhausted plan, and a 502 a photo that may have been taken. Nothing was sent: it is no connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-connect">RFC 9110, 9.3.6: CONNECT</a>
 */
final class ProxyRefusalExecutor extends QuickAckRequestExecutor {
    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                                       HttpResponseInformationCallback information, HttpContext context) throws IOException, HttpException {
        ClassicHttpResponse head = super.execute(request, connection, information, context);
        if (Method.CONNECT.isSame(request.getMethod()) && head.getCode() >= HttpStatus.SC_REDIRECTION) {
            throw new ConnectException("the proxy opens none: " + new StatusLine(head));
        }
        return head;
    }
}
