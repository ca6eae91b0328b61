package dev.laurel.badge;

import dev.laurel.badge.Awards.Stored;
import dev.laurel.catalog.Achievement;
import dev.laurel.catalog.Catalogue;
import dev.laurel.system.NotFound;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Everything that a verifier reads, and pages for people, as files that any web host serves: so badges verify while this
 * installation is down, and after it is gone. Paths are those of the public addresses; only where an address is a folder, too,
 * the file is called after its form, or {@code index.html} in it. Badges that their earners keep private are left out, and so
 * are the suspended and revoked assertions of Open Badges 2.0, which are believed because they are there. What is gone for
 * good lies below {@code gone}, by its address, as what a host may answer with 410.
 */
@Component
class StaticExport {

    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final Awards awards;
    private final Issuers issuers;
    private final DidDocuments didDocuments;
    private final IssuerDomains domains;
    private final BadgeAddresses addresses;
    private final StatusLists statusLists;
    private final Showings showings;
    private final BadgeFiles files;
    private final BadgeImages images;
    private final HostedDocuments hosted;
    private final Catalogue catalogue;
    private final CredentialDocument documents;
    private final AchievementPage pages;
    private final FilePages forPeople;
    private final IssuerProfiles profiles;

    StaticExport(
            JdbcClient jdbc,
            Awards awards,
            Issuers issuers,
            DidDocuments didDocuments,
            IssuerDomains domains,
            BadgeAddresses addresses,
            StatusLists statusLists,
            Showings showings,
            BadgeFiles files,
            BadgeImages images,
            HostedDocuments hosted,
            Catalogue catalogue,
            CredentialDocument documents,
            AchievementPage pages,
            FilePages forPeople,
            IssuerProfiles profiles) {
        this.jdbc = jdbc;
        this.awards = awards;
        this.issuers = issuers;
        this.didDocuments = didDocuments;
        this.domains = domains;
        this.addresses = addresses;
        this.statusLists = statusLists;
        this.showings = showings;
        this.files = files;
        this.images = images;
        this.hosted = hosted;
        this.catalogue = catalogue;
        this.documents = documents;
        this.pages = pages;
        this.forPeople = forPeople;
        this.profiles = profiles;
    }

    /** How much was written. */
    record Written(int issuers, int lists, int badges) {}

    /**
     * Writes everything below a directory. Files of an earlier run are replaced one by one, each whole; badges that have
     * become private since are removed.
     *
     * @throws IOException when a file cannot be written
     */
    Written to(Path directory) throws IOException {
        Files.createDirectories(directory);
        write(directory, "style.css", FilePages.style());
        List<FilePages.Entry> organisations = new ArrayList<>();
        List<String> slugs = jdbc.sql("select slug from badge_issuer order by slug")
                .query(String.class)
                .list();
        for (String slug : slugs) {
            Issuer issuer = issuers.bySlug(slug).orElseThrow();
            write(directory, "issuers/" + slug + "/did.json", didDocuments.of(issuer.as(addresses.ownDid(slug))));
            Issuers.TakenOut takenOut = issuers.takenOut(issuer.as(addresses.ownDid(slug)));
            for (JwtIssuerKey key : issuers.jwtKeys(issuer)) {
                String path = "issuers/" + slug + "/keys/jwt-" + key.number();
                if (takenOut.includes(key)) {
                    Files.deleteIfExists(directory.resolve(path));
                } else {
                    write(directory, path, key.publicJwk());
                }
            }
            for (IssuerDomain domain : domains.toExport(issuer)) {
                write(directory, domain.exportPath(), didDocuments.toBeHosted(issuer.as(domain.did())));
            }
            write(directory, "ob2/issuers/" + slug, hosted.profile(slug));
            write(directory, "issuers/" + slug + ".json", documents.publicProfile(issuer));
            for (int logo : profiles.logos(issuer)) {
                write(
                        directory,
                        "issuers/" + slug + "/logo-" + logo + ".png",
                        profiles.logo(issuer, logo).orElseThrow());
            }
            for (Locale language : FilePages.LANGUAGES) {
                write(
                        directory,
                        "issuers/" + slug + "/" + FilePages.fileName(language),
                        forPeople.issuer(issuer, language));
            }
            organisations.add(
                    new FilePages.Entry(issuer.name(), addresses.issuer(issuer).getPath() + "/index.html", ""));
        }
        int lists = 0;
        List<String> names = jdbc.sql("select name from badge_status_list order by name")
                .query(String.class)
                .list();
        for (String name : names) {
            for (String list : List.of(name, name + StatusLists.SUSPENSION)) {
                write(directory, "status/" + list, statusLists.signed(list).orElseThrow());
                lists++;
            }
        }
        Map<String, FilePages.Entry> definitions = new TreeMap<>();
        int written = badges(directory, definitions);
        for (Locale language : FilePages.LANGUAGES) {
            write(
                    directory,
                    FilePages.fileName(language),
                    forPeople.index(organisations, List.copyOf(definitions.values()), language));
        }
        return new Written(organisations.size(), lists, written);
    }

    private int badges(Path directory, Map<String, FilePages.Entry> definitions) throws IOException {
        int written = 0;
        Set<String> designs = new HashSet<>();
        String last = "";
        while (true) {
            List<String> batch = jdbc.sql("select credential_id from badge_award where credential_id > :last"
                            + " order by credential_id fetch first " + BATCH + " rows only")
                    .param("last", last)
                    .query(String.class)
                    .list();
            for (String id : batch) {
                Stored award = awards.withId(id).orElseThrow();
                Showing showing = showings.of(id);
                if (showing.open()) {
                    badge(directory, award, showing, designs, definitions);
                    written++;
                } else {
                    remove(directory, id);
                    if (showings.isGone(id)) {
                        write(directory, "gone/credentials/" + id, forPeople.gone());
                        write(directory, "gone/ob2/assertions/" + id, "{}");
                    }
                }
                last = id;
            }
            if (batch.size() < BATCH) {
                return written;
            }
        }
    }

    private void badge(
            Path directory,
            Stored award,
            Showing showing,
            Set<String> designs,
            Map<String, FilePages.Entry> definitions)
            throws IOException {
        String id = award.credentialId();
        write(directory, "credentials/" + id + ".json", files.of(award, BadgeFile.JSON));
        write(directory, "credentials/" + id + ".jwt", files.of(award, BadgeFile.JWT));
        write(directory, "credentials/" + id + "/badge.png", files.of(award, BadgeFile.PNG));
        write(directory, "credentials/" + id + "/badge.svg", files.of(award, BadgeFile.SVG));
        // What the address with ?form=jwt answers: a host of files knows no queries.
        write(directory, "credentials/" + id + "/badge-jwt.png", files.of(award, BadgeFile.PNG_JWT));
        write(directory, "credentials/" + id + "/badge-jwt.svg", files.of(award, BadgeFile.SVG_JWT));
        Files.deleteIfExists(directory.resolve("gone/credentials/" + id));
        Issuer issuer = issuers.byId(award.issuer()).orElseThrow();
        Optional<PublicDocuments.Answer> assertion = there(() -> hosted.assertion(id));
        Optional<byte[]> standing = text(assertion, 200);
        // Also of an issuer that gives out no more of them: what people have leads there.
        writeOrDelete(directory, "ob2/assertions/" + id, standing);
        writeOrDelete(directory, "gone/ob2/assertions/" + id, text(assertion, 410));
        boolean offered = standing.isPresent()
                && HostedDocuments.isOffered(CredentialController.read(award.credential()), issuer);
        write(directory, "credentials/" + id + "/index.html", forPeople.badge(award, showing.name(), offered));
        for (Map.Entry<String, BadgeFile> image : hostedImages(id).entrySet()) {
            writeOrDelete(
                    directory,
                    image.getKey(),
                    offered ? there(() -> files.of(award, image.getValue())) : Optional.empty());
        }
        Achievement achievement = catalogue.achievement(award.version()).orElseThrow();
        String design = issuer.slug() + "/" + achievement.item() + "/" + achievement.version();
        if (designs.add(design)) {
            write(
                    directory,
                    "issuers/" + issuer.slug() + "/badges/" + achievement.item() + "/" + achievement.version() + ".png",
                    images.png(issuer, achievement));
            write(
                    directory,
                    "ob2/badges/" + design,
                    hosted.badgeClass(issuer.slug(), achievement.item(), achievement.version()));
            write(
                    directory,
                    achievement.path().substring(1) + "/index.html",
                    pages.of(documents.definition(achievement, issuer)));
            definitions.put(
                    achievement.badge().name() + " " + design,
                    new FilePages.Entry(
                            achievement.badge().name(),
                            addresses.achievement(achievement).getPath() + "/index.html",
                            achievement.language()));
        }
    }

    /** As it is now: the badge may have been suspended, or made private, since it was read from its row. */
    private static <T> Optional<T> there(Supplier<T> document) {
        try {
            return Optional.of(document.get());
        } catch (NotFound | BadgeGone none) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> text(Optional<PublicDocuments.Answer> answer, int status) {
        return answer.filter(given -> given.status() == status)
                .map(given -> given.text().getBytes(StandardCharsets.UTF_8));
    }

    private static void writeOrDelete(Path directory, String path, Optional<byte[]> document) throws IOException {
        if (document.isPresent()) {
            write(directory, path, document.get());
        } else {
            Files.deleteIfExists(directory.resolve(path));
        }
    }

    private static Map<String, BadgeFile> hostedImages(String id) {
        return Map.of(
                "credentials/" + id + "/badge-ob2.png", BadgeFile.PNG_OB2,
                "credentials/" + id + "/badge-ob2.svg", BadgeFile.SVG_OB2);
    }

    private static void remove(Path directory, String id) throws IOException {
        Files.deleteIfExists(directory.resolve("ob2/assertions/" + id));
        for (String path : hostedImages(id).keySet()) {
            Files.deleteIfExists(directory.resolve(path));
        }
        for (String path : List.of(
                "credentials/" + id + ".json",
                "credentials/" + id + ".jwt",
                "credentials/" + id + "/badge.png",
                "credentials/" + id + "/badge.svg",
                "credentials/" + id + "/badge-jwt.png",
                "credentials/" + id + "/badge-jwt.svg",
                "credentials/" + id + "/index.html",
                "credentials/" + id)) {
            Files.deleteIfExists(directory.resolve(path));
        }
    }

    private static void write(Path directory, String path, JsonObject document) throws IOException {
        write(directory, path, document.toString());
    }

    private static void write(Path directory, String path, String text) throws IOException {
        write(directory, path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whole at once, because a web host may be reading. */
    private static void write(Path directory, String path, byte[] bytes) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
