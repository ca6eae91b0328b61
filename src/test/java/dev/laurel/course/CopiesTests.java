package dev.laurel.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.laurel.catalog.Catalogue;
import dev.laurel.catalog.MicroCredential;
import dev.laurel.catalog.MicroCredentialId;
import dev.laurel.catalog.VersionId;
import dev.laurel.lti.ContextCopied;
import dev.laurel.lti.ContextId;
import dev.laurel.lti.CopyHistory;
import dev.laurel.lti.Launch;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.ResourceLinkId;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.support.TestPlatform;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What a link stands for in a course that was made from another. */
@LaurelTest
class CopiesTests {

    private static final String LITERACY = "lit-hfw-mapping";
    private static final AtomicInteger VERSIONS = new AtomicInteger();

    /** Ids that begin so come first and last, whether a database takes them for signed numbers or not. */
    private static final List<String> EDGES = List.of("00000000", "7fffffff", "80000000", "ffffffff");

    @Autowired
    Placements placements;

    @Autowired
    Copies copies;

    @Autowired
    Catalogue catalogue;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    TransactionOperations transaction;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    private TenantId district;
    private TestPlatform lms;
    private ContextId origin;
    private ContextId copy;
    private ResourceLinkId originLink;
    private ResourceLinkId copyLink;

    @BeforeEach
    void aCourseAndItsCopy() {
        district = tenants.found("District " + UUID.randomUUID());
        lms = new TestPlatform(jdbc, registrations, district, "canvas", null);
        origin = lms.course("course 1", null);
        copy = lms.course("course 2", null);
        originLink = lms.linkIn(origin, "link,1");
        copyLink = lms.linkIn(copy, "link 2");
    }

    @AfterEach
    void stop() {
        lms.close();
    }

    @Test
    @DisplayName("A link that carries micro-credential and version needs no history")
    void whatTheLinkSaysCounts() {
        Placement placed =
                at(copy, copyLink, Map.of("micro_credential", LITERACY, "micro_credential_version", "1.0.0"));
        assertThat(placed.version()).isEqualTo(literacy().versionId());
        assertThat(placed.context()).isEqualTo(copy);
    }

    @Test
    @DisplayName("A link that carries nothing stands for what the link of its history stood for")
    void theHistoryOfTheLinkIsFollowed() {
        Placement there = at(origin, originLink, Map.of("micro_credential", LITERACY));
        Placement here = at(copy, copyLink, Map.of(CopyHistory.RESOURCE_LINK_IDS, "unknown,link%2C1"));
        assertThat(here.version()).isEqualTo(there.version());
        assertThat(here.id()).isNotEqualTo(there.id());
    }

    @Test
    @DisplayName("The nearest of the history counts")
    void theNearestCounts() {
        at(origin, originLink, Map.of("micro_credential", LITERACY));
        ContextId between = lms.course("course 3", null);
        ResourceLinkId betweenLink = lms.linkIn(between, "link-3");
        Placement nearest = at(between, betweenLink, Map.of("micro_credential", "assess-hinge-questions"));
        assertThat(at(copy, copyLink, Map.of(CopyHistory.RESOURCE_LINK_IDS, "link-3, link%2C1"))
                        .version())
                .isEqualTo(nearest.version());
    }

    @Test
    @DisplayName("A link that names no version keeps the one of the course it was copied from, by the course's history")
    void theVersionOfTheOriginIsKept() {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY, CopyHistory.CONTEXT_IDS, "gone,course 1"))
                        .version())
                .isEqualTo(old);
        assertThat(copies.isCopy(launch(copy, copyLink, Map.of()))).isTrue();
        assertThat(copies.isCopy(launch(origin, originLink, Map.of()))).isFalse();
    }

    @Test
    @DisplayName("PNS-03 and by the notice, where the platform expands no history")
    void theNoticeIsRemembered() {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        ContextCopied news = new ContextCopied(district, copy, List.of(origin), Instant.now());
        transaction.executeWithoutResult(status -> events.publishEvent(news));
        transaction.executeWithoutResult(status -> events.publishEvent(news));
        await().atMost(Duration.ofSeconds(60)).until(() -> copies.isCopy(launch(copy, copyLink, Map.of())));
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY)).version())
                .isEqualTo(old);
    }

    @Test
    @DisplayName("PNS-03 a copy of a copy finds what stood in the first, though nobody ever opened the one between")
    void aCopyOfACopyFindsTheFirst() {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        ContextId between = lms.course("course 3", null);
        copies.remember(district, between, List.of(origin), Instant.now());
        copies.remember(district, copy, List.of(between), Instant.now());
        // Content went back and forth.
        copies.remember(district, origin, List.of(copy), Instant.now());
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY)).version())
                .isEqualTo(old);
    }

    @Test
    @DisplayName("PNS-03 what was opened before the notice came stays as it is, and what is opened after it follows")
    void theNoticeMayComeAfterTheFirstLaunch() {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        Placement early = at(copy, copyLink, Map.of("micro_credential", LITERACY));
        assertThat(early.version())
                .as("nothing told of a copy yet")
                .isEqualTo(literacy().versionId());
        copies.remember(district, copy, List.of(origin), Instant.now());
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY)))
                .as("work may have begun there")
                .isEqualTo(early);
        assertThat(at(copy, lms.linkIn(copy, "link 3"), Map.of("micro_credential", LITERACY))
                        .version())
                .isEqualTo(old);
    }

    @Test
    @DisplayName("Two copies opened at once, each by many, keep one place each and the version of their origin")
    void manyOpenTwoCopiesAtOnce() throws Exception {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        ContextId second = lms.course("course 3", null);
        ResourceLinkId secondLink = lms.linkIn(second, "link 3");
        Map<String, String> custom = Map.of("micro_credential", LITERACY, CopyHistory.CONTEXT_IDS, "course 1");
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Placement>> opening = new ArrayList<>();
            for (int person = 0; person < 8; person++) {
                opening.add(() -> at(copy, copyLink, custom));
                opening.add(() -> at(second, secondLink, custom));
            }
            Set<Placement> places = new HashSet<>();
            for (Future<Placement> opened : people.invokeAll(opening)) {
                places.add(opened.get());
            }
            assertThat(places).hasSize(2).allMatch(place -> place.version().equals(old));
            assertThat(places).extracting(Placement::context).containsExactlyInAnyOrder(copy, second);
        } finally {
            people.shutdownNow();
        }
    }

    @Test
    @DisplayName("A course of the same name at another platform of the same district is no origin")
    void historiesAreThePlatformsOwn() {
        VersionId old = olderVersion();
        placed(origin, originLink, old);
        try (TestPlatform moodle = new TestPlatform(jdbc, registrations, district, "moodle", null)) {
            ContextId course = moodle.course("course 9", null);
            Launch launch = TestLaunches.learner(district)
                    .through(moodle.registration().id(), moodle.deployment())
                    .in(course)
                    .from(moodle.linkIn(course, "link 9"))
                    .custom(Map.of(
                            "micro_credential",
                            LITERACY,
                            CopyHistory.RESOURCE_LINK_IDS,
                            "link%2C1",
                            CopyHistory.CONTEXT_IDS,
                            "course 1"))
                    .launch();
            assertThat(placements.at(launch).orElseThrow().version())
                    .isEqualTo(literacy().versionId());
            assertThat(copies.isCopy(launch)).isFalse();
        }
    }

    @Test
    @DisplayName("Where sections share an assignment, the link that bears its name comes first")
    void theLinkThatBearsTheNameComesFirst() {
        VersionId pinned = olderVersion();
        placed(origin, originLink, pinned);
        for (String edge : EDGES) {
            ContextId section = lms.course("section " + edge, null);
            placed(section, shared("link,1", section, edge), literacy().versionId());
        }
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY, CopyHistory.RESOURCE_LINK_IDS, "link%2C1"))
                        .version())
                .isEqualTo(pinned);
    }

    @Test
    @DisplayName("A section's link where nothing stands hides none of the others of its name")
    void whatOneSectionLacksAnotherHas() {
        ContextId placedFirst = lms.course("section", null);
        VersionId pinned = olderVersion();
        placed(placedFirst, shared("link,1", placedFirst, "55555555"), pinned);
        for (String edge : EDGES) {
            shared("link,1", lms.course("section " + edge, null), edge);
        }
        assertThat(at(copy, copyLink, Map.of("micro_credential", LITERACY, CopyHistory.RESOURCE_LINK_IDS, "link%2C1"))
                        .version())
                .isEqualTo(pinned);
    }

    /**
     * The link that a course has of its own under a name that is another course's, too.
     *
     * @param beginning of its id
     */
    private ResourceLinkId shared(String name, ContextId course, String beginning) {
        UUID before = lms.linkIn(course, "own of " + course.value()).value();
        UUID id = UUID.fromString(beginning + before.toString().substring(beginning.length()));
        jdbc.sql("update lti_resource_link set id = :id, shared_id = :name where id = :before")
                .param("id", id)
                .param("name", name)
                .param("before", before)
                .update();
        return new ResourceLinkId(id);
    }

    @Test
    @DisplayName("A link that names another micro-credential than its origin is its own")
    void anotherNameIsAnotherThing() {
        at(origin, originLink, Map.of("micro_credential", LITERACY));
        Placement here = at(
                copy,
                copyLink,
                Map.of("micro_credential", "assess-hinge-questions", CopyHistory.RESOURCE_LINK_IDS, "link%2C1"));
        assertThat(catalogue.version(here.version()).orElseThrow().id().value()).isEqualTo("assess-hinge-questions");
    }

    @Test
    @DisplayName("A copied link without a name takes nothing from the course alone")
    void theCourseAloneDoesNotTellWhichLink() {
        at(origin, originLink, Map.of("micro_credential", LITERACY));
        assertThat(placements.at(launch(copy, copyLink, Map.of(CopyHistory.CONTEXT_IDS, "course 1"))))
                .isEmpty();
    }

    @Test
    @DisplayName("The history of another tenant's course tells nothing")
    void historiesAreTheTenantsOwn() {
        at(origin, originLink, Map.of("micro_credential", LITERACY));
        TenantId other = tenants.found("Elsewhere");
        try (TestPlatform theirs = new TestPlatform(jdbc, registrations, other, "canvas", null)) {
            ContextId course = theirs.course("course 9", null);
            Launch stranger = TestLaunches.learner(other)
                    .through(theirs.registration().id(), theirs.deployment())
                    .in(course)
                    .from(theirs.linkIn(course, "link 9"))
                    .custom(Map.of(CopyHistory.RESOURCE_LINK_IDS, "link%2C1", CopyHistory.CONTEXT_IDS, "course 1"))
                    .launch();
            assertThat(placements.at(stranger)).isEmpty();
            assertThat(copies.isCopy(stranger)).isFalse();
        }
    }

    private Placement at(ContextId course, ResourceLinkId link, Map<String, String> custom) {
        return placements.at(launch(course, link, custom)).orElseThrow();
    }

    private Launch launch(ContextId course, ResourceLinkId link, Map<String, String> custom) {
        return TestLaunches.learner(district)
                .through(lms.registration().id(), lms.deployment())
                .in(course)
                .from(link)
                .custom(custom)
                .launch();
    }

    private MicroCredential literacy() {
        return catalogue.current(new MicroCredentialId(LITERACY)).orElseThrow();
    }

    /** A version before the current one, as it would stand there after a newer one was published. */
    private VersionId olderVersion() {
        VersionId old = new VersionId(UUID.randomUUID());
        jdbc.sql("insert into catalog_version (id, kind, item_id, version, status, language, title, content,"
                        + " content_hash, published_at) select cast(:old as uuid), kind, item_id, :version, status,"
                        + " language, title, content, content_hash, published_at from catalog_version"
                        + " where id = :current")
                .param("old", old.value())
                .param("version", "0." + VERSIONS.incrementAndGet() + ".0")
                .param("current", literacy().versionId().value())
                .update();
        return old;
    }

    private void placed(ContextId course, ResourceLinkId link, VersionId version) {
        jdbc.sql("insert into course_placement (id, tenant_id, context_id, resource_link_id, version_id, created_at)"
                        + " values (:id, :tenant, :context, :link, :version, :now)")
                .param("id", UUID.randomUUID())
                .param("tenant", district.value())
                .param("context", course.value())
                .param("link", link.value())
                .param("version", version.value())
                .param("now", Timestamp.from(Instant.now()))
                .update();
    }
}
