package dev.laurel.system;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Addresses of the files that pages load, for templates: {@code ${assets.at('laurel.css')}}. Each address carries a
 * hash of the file's content, so that browsers may keep it for ever and never see an old one.
 */
@Component
public class Assets {

    static final String PREFIX = "/assets/";

    private final ObjectProvider<ResourceUrlProvider> addresses;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Assets(ObjectProvider<ResourceUrlProvider> addresses) {
        this.addresses = addresses;
    }

    /**
     * The address of a file below {@code static/} or of htmx.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public String at(String name) {
        return known.computeIfAbsent(name, this::find);
    }

    /** The address of one drawing in {@code static/icons.svg}, for an SVG {@code use} element. */
    public String icon(String name) {
        return at("icons.svg") + "#" + name;
    }

    private String find(String name) {
        String address = addresses.getObject().getForLookupPath(PREFIX + name);
        if (address == null) {
            throw new IllegalArgumentException("There is no file " + name + " to be loaded by pages");
        }
        return address;
    }
}
