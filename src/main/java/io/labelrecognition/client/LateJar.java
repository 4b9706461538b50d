package io.labelrecognition.client;

import java.util.ServiceLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Camel looks for plugins when it makes a context, and a jar may come later, as with Camel JBang. So whatever of a Kamelet is made first
 * makes sure that what lives once in a context is bound.
 */
public final class LateJar {
    /** Bound by this jar's plugin, as the last of all. */
    public static final String LOADED = "labelRecognitionPlugin";

    private LateJar() {
    }

    /** Loads this jar's plugin, as Camel would have. Nothing happens where that has been done. */
    public static synchronized void ensureLoaded(CamelContext context) {
        if (context.getRegistry().lookupByName(LOADED) == null) {
            ServiceLoader.load(ContextServicePlugin.class, LateJar.class.getClassLoader()).stream()
                    .filter(plugin -> plugin.type().getPackageName().startsWith(LateJar.class.getPackageName()))
                    .forEach(plugin -> plugin.get().load(context));
        }
    }
}
