package io.labelrecognition.client.settings;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{label-folder:inboxFolder}}}: the folder that a parameter names, as it has to be written in the URI of a file endpoint. A folder is
 * a path: {@code in%41} is the folder of that name. One with a question mark cannot be written there; {@link SettingRules} refuses it.
 */
public final class FolderPropertiesFunction implements PropertiesFunction {
    private final CamelContext context;

    public FolderPropertiesFunction(CamelContext context) {
        this.context = context;
    }

    @Override
    public String getName() {
        return "label-folder";
    }

    @Override
    public String apply(String parameter) {
        String path = context.getPropertiesComponent().parseUri("{{" + parameter + "}}");
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b < 0 || Character.isLetterOrDigit(b) || "/-_.~:\\".indexOf(b) >= 0;
            // Camel decodes the path of an endpoint twice
            encoded.append(plain ? "" : b == '%' ? "%2525" : String.format("%%%02X", b));
            if (plain) {
                encoded.append((char) (b & 0xFF));
            }
        }
        // what is no ASCII was taken byte by byte
        return new String(encoded.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
