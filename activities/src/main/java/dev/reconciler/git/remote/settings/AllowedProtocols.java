package dev.reconciler.git.remote.settings;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.util.Optional;
import java.util.Set;

/**
 * The transports that git's settings allow: {@code protocol.<name>.allow}, {@code protocol.allow} and {@code
 * GIT_ALLOW_PROTOCOL}. They can forbid one that this program has, and never add one.
 *
 * <p>Follows {@code is_transport_allowed} in git's {@code transport.c}.
 */
public final class AllowedProtocols {
    private static final String NEVER = "never";

    private AllowedProtocols() {}

    /**
     * Refuses a transport that is forbidden.
     *
     * @param name git's name of it: {@code http}, {@code https}, {@code ssh}, {@code git} or {@code file}
     * @throws RefusedException of type Configuration if it is forbidden; the message names the setting
     */
    public static void check(String name, TransportSettings settings) {
        Optional<String> listed = settings.variable("GIT_ALLOW_PROTOCOL");
        if (listed.isPresent()) {
            if (!Set.of(listed.get().split(":", -1)).contains(name)) {
                throw newRefusal(name, "GIT_ALLOW_PROTOCOL is '" + listed.get() + "'");
            }
            return;
        }
        String key = "protocol." + name + ".allow";
        Optional<String> allowed = settings.git().value("protocol", name, "allow");
        if (allowed.isEmpty()) {
            key = "protocol.allow";
            allowed = settings.git().value("protocol", null, "allow");
        }
        String value = allowed.orElse("always");
        // Nobody types the URL of a run, but a person has written it: git's own commands count it as the user's.
        boolean isUsers =
                !settings.variable("GIT_PROTOCOL_FROM_USER").orElse("1").equals("0");
        if (value.equalsIgnoreCase(NEVER) || (value.equalsIgnoreCase("user") && !isUsers)) {
            throw newRefusal(name, key + " is '" + value + "'");
        }
    }

    private static RefusedException newRefusal(String name, String why) {
        return new RefusedException(
                ErrorType.CONFIGURATION,
                "git's settings forbid the transport '" + name + "' (" + why + "); correct `remote`, or the setting");
    }
}
