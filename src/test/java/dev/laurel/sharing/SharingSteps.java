package dev.laurel.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.support.HttpBrowser;
import dev.laurel.support.HttpBrowser.Page;
import dev.laurel.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;

/** What authors, reviewers and leads do when they share, whichever installation they sit at. */
final class SharingSteps {

    private SharingSteps() {}

    /** A micro-credential as a file. @param licence empty for none */
    static String text(String item, String version, String title, String licence) {
        try {
            return new ClassPathResource("demo/catalogue/literacy-high-frequency-words.yaml")
                            .getContentAsString(StandardCharsets.UTF_8)
                            .replace("id: lit-hfw-mapping", "id: " + item)
                            .replace("version: 1.0.0", "version: " + version)
                            .replaceFirst("title: .*", "title: " + title)
                    + (licence.isEmpty() ? "" : "\nlicense:\n  name: " + licence + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stack of that part and one of the sample catalogue. */
    static String stack(String id, String issuer, String part, String hours) {
        return """
                schema: micro-credential/1
                kind: stack
                id: %1$s
                version: 1.0.0
                status: published
                language: en
                title: Shared pathway
                short_description: Words and questions.
                issuer: {name: %2$s}
                members:
                  - {id: %3$s, version: 1.0.0}
                  - {id: assess-hinge-questions, version: 1.0.0, after: [%3$s]}
                completion_rule: {type: all_required}
                order: any
                hours: {credited: %4$s}
                badge:
                  name: Shared pathway
                  description: Words and questions.
                  criteria_narrative: Earn both.
                  achievement_type: MicroCredential
                license: {name: CC BY 4.0}
                """.formatted(id, issuer, part, hours);
    }

    static Page bringIn(Page author, String yaml) {
        return author.open("/author")
                .form("form[action$=/author/versions]")
                .file("file", "mine.yaml", "application/yaml", yaml.getBytes(StandardCharsets.UTF_8))
                .submit();
    }

    /** By two people, as ever. */
    static void publish(Page author, Page reviewer, String version) {
        author.open(version).form("form[action$=/HAND_IN]").submit();
        Page published = reviewer.open(version).form("form[action$=/PUBLISH]").submit();
        assertThat(published.status()).isEqualTo(200);
    }

    static Page receiveFrom(Page author, String address) {
        return author.open("/author/sharing")
                .form("form[action$=/received]")
                .remove("file")
                .set("address", address)
                .submit();
    }

    /** @return the address of the draft */
    static String adopt(Page received, String original) {
        Page adopted = received.form("form[action$=/adopt]:has(input[value=" + original + "])")
                .submit();
        return adopted.select("main a[href^=/author/versions/]").attr("href");
    }

    /** A piece from scratch for that version, every criterion on its highest level. */
    static Page piece(Page lead, TenantId tenant, String version, String called) {
        Page form = lead.open("/assess/lead/anchors/scratch/" + tenant.value() + "/" + version);
        HttpBrowser.Form filled = form.form("form[action*=/anchors/]:has(#name)")
                .set("name", called)
                .set("task", "QUALIFYING");
        form.select("textarea[name^=text]").forEach(area -> filled.set(area.attr("name"), "A lesson on two words"));
        form.select("textarea[name^=why]").forEach(area -> filled.set(area.attr("name"), "The plan shows it"));
        form.select("input[name^=level]").forEach(level -> filled.set(level.attr("name"), level.val()));
        Page made = filled.submit();
        assertThat(made.select("h1").text()).isEqualTo(called);
        return made;
    }
}
