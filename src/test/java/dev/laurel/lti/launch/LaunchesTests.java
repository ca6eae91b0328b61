package dev.laurel.lti.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.laurel.lti.ColumnNamed;
import dev.laurel.lti.Deployment;
import dev.laurel.lti.Launch;
import dev.laurel.lti.Registration;
import dev.laurel.lti.Registrations;
import dev.laurel.lti.launch.FakePlatform.Login;
import dev.laurel.support.LaurelTest;
import dev.laurel.system.LaurelSettings;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@LaurelTest
@WithProbePages
class LaunchesTests {

    private static final String AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";

    @Autowired
    Registrations registrations;

    @Autowired
    Tenants tenants;

    @Autowired
    LaurelSettings settings;

    @Autowired
    DataSource dataSource;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private final List<String> statements = new CopyOnWriteArrayList<>();
    private final List<Object> news = new CopyOnWriteArrayList<>();
    private FakePlatform platform;
    private Deployment deployment;
    private Launches launches;
    private Consumer<String> meanwhile = statement -> {};

    @BeforeEach
    void connect() {
        TenantId tenant = tenants.found("Prairie Lakes");
        platform = new FakePlatform(settings.baseUrl(), 0);
        Registration registration = platform.register(registrations, tenant);
        deployment = registrations
                .deployment(registration.id(), platform.deploymentId)
                .orElseThrow();
        launches = launches(new Counting(dataSource, statement -> {
            statements.add(statement);
            meanwhile.accept(statement);
        }));
    }

    private Launches launches(DataSource source) {
        return new Launches(
                new JdbcTemplate(source),
                new TransactionTemplate(new DataSourceTransactionManager(source)),
                news::add,
                json,
                clock);
    }

    @Test
    void aRepeatedLaunchIsOneInsert() {
        store(claims -> {});
        statements.clear();

        store(claims -> {});

        assertThat(statements).hasSize(1);
        assertThat(statements.get(0)).startsWith("insert into lti_launch");
    }

    @Test
    void aRepeatedLaunchIsReadAsTheFirstOne() {
        Launch first = store(claims -> {});
        Launch again = store(claims -> {});

        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("id", "launchedAt")
                .isEqualTo(first);
        assertThat(launches.find(again.id()).orElseThrow().launch())
                .usingRecursiveComparison()
                .ignoringFields("launchedAt")
                .isEqualTo(again);
    }

    @Test
    void whatAPlatformLeavesOutThisTimeIsReadAndChangesNothing() {
        store(claims -> {});
        statements.clear();

        Launch launch = store(claims -> {
            claims.remove("name");
            claims.remove("email");
            claims.put(FakePlatform.LTI + "resource_link", FakePlatform.map("id", "link-1", "title", null));
            claims.put(FakePlatform.LTI + "context", FakePlatform.map("id", "course-1"));
            claims.remove(AGS);
        });

        assertThat(statements).hasSize(3);
        assertThat(statements)
                .filteredOn(statement -> statement.startsWith("update"))
                .isEmpty();
        assertThat(news).isEmpty();
        assertThat(launch.profile().email()).isEqualTo("dana@example.org");
        assertThat(launch.resourceLink().title()).isEqualTo("Asking better questions");
        assertThat(launch.resourceLink().gradable()).isTrue();
    }

    @Test
    void whatIsNewIsTakenOver() {
        Launch before = store(claims -> {});
        Launch after = store(claims -> {
            claims.put("family_name", "Whitfield-Moore");
            claims.put(
                    FakePlatform.LTI + "resource_link", FakePlatform.map("id", "link-1", "title", "Better questions"));
            claims.put(FakePlatform.LTI + "context", FakePlatform.map("id", "course-1", "title", "PD 2027"));
            claims.put(
                    AGS,
                    FakePlatform.map(
                            "scope",
                            List.of("https://purl.imsglobal.org/spec/lti-ags/scope/score"),
                            "lineitem",
                            "https://lms.example/lineitems/2?type_id=1"));
        });

        assertThat(after.user()).isEqualTo(before.user());
        assertThat(after.context().id()).isEqualTo(before.context().id());
        assertThat(after.resourceLink().id()).isEqualTo(before.resourceLink().id());
        assertThat(after.profile().familyName()).isEqualTo("Whitfield-Moore");
        assertThat(after.context().title()).isEqualTo("PD 2027");
        assertThat(after.resourceLink().title()).isEqualTo("Better questions");
        assertThat(jdbc.sql("select lineitem_url, lineitems_url from lti_resource_link where id = :id")
                        .param("id", after.resourceLink().id().value())
                        .query()
                        .singleRow())
                .containsEntry("lineitem_url", "https://lms.example/lineitems/2?type_id=1")
                .containsEntry("lineitems_url", platform.issuer + "/lineitems");
        assertThat(news)
                .as("whoever waited for a column hears of it")
                .containsExactly(new ColumnNamed(
                        deployment.tenant(), after.resourceLink().id()));
        statements.clear();
        store(claims -> claims.put("family_name", "Whitfield-Moore"));
        assertThat(statements).as("title goes back").hasSizeGreaterThan(3);
    }

    @Test
    void rightsInAnotherOrderOrFewerAreNoNewsOfTheColumnAndMoreAre() {
        String score = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
        String lineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
        String results = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";
        store(claims -> {});
        store(granting(score, lineItem));
        store(granting(score));
        assertThat(news).as("nothing that a grade had waited for").isEmpty();
        store(granting(score, results));
        assertThat(news).hasSize(1);
    }

    private Consumer<Map<String, Object>> granting(String... rights) {
        return claims -> claims.put(
                AGS,
                FakePlatform.map(
                        "scope",
                        List.of(rights),
                        "lineitems",
                        platform.issuer + "/lineitems",
                        "lineitem",
                        platform.issuer + "/lineitems/1"));
    }

    @Test
    void whereRosterAndNoticesAreIsWrittenOnceAndThenCostsNothing() {
        Consumer<Map<String, Object>> services = claims -> claims.put(
                FakePlatform.LTI + "platformnotificationservice",
                notices(List.of("LtiHelloWorldNotice", "LtiContextCopyNotice", "LtiAssetProcessorSubmissionNotice")));
        Launch launch = store(services);
        assertThat(jdbc.sql("select memberships_url from lti_context where id = :id")
                        .param("id", launch.context().id().value())
                        .query(String.class)
                        .single())
                .isEqualTo(platform.issuer + "/members");
        assertThat(told("notice_service_url")).isEqualTo(platform.issuer + "/notices");
        assertThat(told("notice_types")).isEqualTo("LtiHelloWorldNotice LtiContextCopyNotice");
        assertThat(told("notice_due_at")).isNotNull();
        statements.clear();

        store(services);
        store(claims -> claims.remove("https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"));

        assertThat(statements).hasSize(2);
    }

    @Test
    void aNoticeServiceThatIsNoneOfOursIsLeftAlone() {
        store(claims -> claims.put(
                FakePlatform.LTI + "platformnotificationservice", notices(List.of("LtiSomethingElseNotice"))));
        Map<String, Object> denied = notices(List.of("LtiContextCopyNotice"));
        denied.put("scope", List.of("https://purl.imsglobal.org/spec/lti/scope/other"));
        store(claims -> claims.put(FakePlatform.LTI + "platformnotificationservice", denied));
        assertThat(told("notice_service_url")).isNull();
    }

    private Map<String, Object> notices(List<String> types) {
        return FakePlatform.map(
                "platform_notification_service_url",
                platform.issuer + "/notices",
                "service_versions",
                List.of("1.0"),
                "scope",
                List.of("https://purl.imsglobal.org/spec/lti/scope/noticehandlers"),
                "notice_types_supported",
                types);
    }

    private Object told(String column) {
        return jdbc.sql("select " + column + " from lti_deployment where id = :id")
                .param("id", deployment.id().value())
                .query()
                .singleRow()
                .get(column);
    }

    @Test
    void coursesWhoseLinksAreCalledTheSameHaveOneEach() {
        Consumer<Map<String, Object>> second = claims -> {
            claims.put(FakePlatform.LTI + "context", FakePlatform.map("id", "course-2", "title", "Section 2"));
            claims.put(
                    AGS,
                    FakePlatform.map(
                            "scope",
                            List.of("https://purl.imsglobal.org/spec/lti-ags/scope/score"),
                            "lineitem",
                            platform.issuer + "/lineitems/section-2"));
        };
        Launch first = store(claims -> {});
        Launch other = store(second);
        Launch third = store(claims ->
                claims.put(FakePlatform.LTI + "context", FakePlatform.map("id", "course-3", "title", "Section 3")));

        assertThat(List.of(first, other, third))
                .extracting(launch -> launch.resourceLink().id())
                .doesNotHaveDuplicates();
        assertThat(store(claims -> {}).resourceLink()).isEqualTo(first.resourceLink());
        statements.clear();
        assertThat(store(second).resourceLink()).isEqualTo(other.resourceLink());
        assertThat(statements).as("nothing is written again").hasSize(3);
        assertThat(link(first, "context_id")).isEqualTo(first.context().id().value());
        assertThat(link(other, "context_id")).isEqualTo(other.context().id().value());
        assertThat(link(other, "lineitem_url")).isEqualTo(platform.issuer + "/lineitems/section-2");
        assertThat(link(first, "lineitem_url")).isNotEqualTo(link(other, "lineitem_url"));
        assertThat(link(first, "shared_id")).isNull();
        assertThat(link(other, "shared_id")).isEqualTo("link-1");
    }

    @Test
    void aLinkThatWasOpenedOutsideOfCoursesBelongsToTheFirstCourse() {
        Launch before = store(claims -> claims.remove(FakePlatform.LTI + "context"));
        Launch after = store(claims -> {});
        assertThat(after.resourceLink().id()).isEqualTo(before.resourceLink().id());
        assertThat(link(after, "context_id")).isEqualTo(after.context().id().value());
    }

    @Test
    void ofTwoCoursesThatOpenItAtOnceTheOneThatComesTooLateChangesNothingOfIt() {
        store(claims -> claims.remove(FakePlatform.LTI + "context"));
        List<Launch> first = new CopyOnWriteArrayList<>();
        Launches others = launches(dataSource);
        meanwhile = statement -> {
            if (statement.startsWith("update lti_resource_link") && first.isEmpty()) {
                first.add(store(others, in("course-1", "Of the first"), Secrets.newText()));
            }
        };
        Launch late = store(in("course-2", "Of the second"));

        assertThat(late.resourceLink().id())
                .isNotEqualTo(first.get(0).resourceLink().id());
        assertThat(link(first.get(0), "context_id"))
                .isEqualTo(first.get(0).context().id().value());
        assertThat(link(first.get(0), "title")).isEqualTo("Of the first");
        assertThat(link(first.get(0), "lineitem_url")).isEqualTo(platform.issuer + "/lineitems/course-1");
        assertThat(link(first.get(0), "lineitems_url")).isEqualTo(platform.issuer + "/lineitems-of/course-1");
        assertThat(link(late, "context_id")).isEqualTo(late.context().id().value());
        assertThat(link(late, "title")).isEqualTo("Of the second");
        assertThat(link(late, "lineitem_url")).isEqualTo(platform.issuer + "/lineitems/course-2");
    }

    @Test
    void aLaunchWithoutACourseStillTellsWhatIsNewOfALink() {
        Launch before = store(claims -> {});
        store(claims -> {
            claims.remove(FakePlatform.LTI + "context");
            claims.put(FakePlatform.LTI + "resource_link", FakePlatform.map("id", "link-1", "title", "New"));
        });
        assertThat(link(before, "title")).isEqualTo("New");
        assertThat(link(before, "context_id")).isEqualTo(before.context().id().value());
    }

    private Consumer<Map<String, Object>> in(String course, String title) {
        return claims -> {
            claims.put(FakePlatform.LTI + "context", FakePlatform.map("id", course, "title", "PD"));
            claims.put(FakePlatform.LTI + "resource_link", FakePlatform.map("id", "link-1", "title", title));
            claims.put(
                    AGS,
                    FakePlatform.map(
                            "scope",
                            List.of("https://purl.imsglobal.org/spec/lti-ags/scope/score"),
                            "lineitem",
                            platform.issuer + "/lineitems/" + course,
                            "lineitems",
                            platform.issuer + "/lineitems-of/" + course));
        };
    }

    private Object link(Launch launch, String column) {
        return jdbc.sql("select " + column + " from lti_resource_link where id = :id")
                .param("id", launch.resourceLink().id().value())
                .query()
                .singleRow()
                .get(column);
    }

    @Test
    void manyCoursesWhoseLinksAreCalledTheSameAtOnceHaveOneEach() {
        List<Launch> together = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> store(claims -> claims.put(
                        FakePlatform.LTI + "context", FakePlatform.map("id", "at-once-" + i % 4, "title", "PD"))))
                .toList();
        assertThat(together.stream().map(launch -> launch.resourceLink().id()).distinct())
                .hasSize(4);
        assertThat(together).allSatisfy(launch -> assertThat(link(launch, "context_id"))
                .isEqualTo(launch.context().id().value()));
    }

    @Test
    void idsThatDifferInCaseAloneAreDifferent() {
        Launch lower = store(claims -> claims.put("sub", "abc"));
        Launch upper = store(claims -> claims.put("sub", "ABC"));
        assertThat(lower.user()).isNotEqualTo(upper.user());
    }

    @Test
    void aNonceIsSpentOnce() {
        String nonce = Secrets.newText();
        store(claims -> {}, nonce);
        assertThat(launches.isSpent(nonce)).isTrue();
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> store(claims -> {}, nonce))
                .matches(refused -> refused.reason() == LaunchRefused.Cause.REPLAYED);
    }

    @Test
    void aRefusedFirstLaunchLeavesNobodyBehind() {
        String nonce = Secrets.newText();
        store(claims -> {}, nonce);
        assertThatExceptionOfType(LaunchRefused.class)
                .isThrownBy(() -> store(claims -> claims.put("sub", "newcomer"), nonce));
        assertThat(jdbc.sql("select count(*) from lti_user where registration_id = :id and subject = 'newcomer'")
                        .param("id", deployment.registration().value())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void manyFirstLaunchesAtOnceMakeOnePersonOneCourseAndOneLink() {
        List<Launch> together = IntStream.range(0, 12)
                .parallel()
                .mapToObj(i -> store(claims -> {}))
                .toList();
        assertThat(together)
                .extracting(Launch::user)
                .containsOnly(together.get(0).user());
        assertThat(together)
                .extracting(launch -> launch.resourceLink().id())
                .containsOnly(together.get(0).resourceLink().id());
        assertThat(together)
                .extracting(launch -> launch.context().id())
                .containsOnly(together.get(0).context().id());
        assertThat(together).extracting(Launch::id).doesNotHaveDuplicates();
    }

    @Test
    void isReadAsItWasStored() {
        Launch stored = store(claims -> {
            claims.put(FakePlatform.LTI + "launch_presentation", FakePlatform.map("locale", "es_MX"));
            claims.put(FakePlatform.LTI + "message_type", "LtiDeepLinkingRequest");
            claims.put(
                    Claims.DEEP_LINKING,
                    Map.of(
                            "deep_link_return_url",
                            "https://lms.example/return?x=1",
                            "accept_types",
                            List.of("ltiResourceLink", "link"),
                            "accept_presentation_document_targets",
                            List.of("iframe"),
                            "accept_multiple",
                            true,
                            "data",
                            "opaque \u0001 {data}"));
        });
        Launches.Window read = launches.find(stored.id()).orElseThrow();
        assertThat(read.launch()).isEqualTo(stored);
        assertThat(read.launch().deepLinking().data()).isEqualTo("opaque \u0001 {data}");
        assertThat(read.launch().locale()).isEqualTo(java.util.Locale.forLanguageTag("es-MX"));
        assertThat(read.frameAncestors()).isEqualTo("'self'");
        assertThat(Secrets.matches("window", read.secretHash())).isTrue();
    }

    @Test
    void forgetsInBitesWhatIsOlderThanADay() {
        Instant dayAgo = clock.instant().minusSeconds(86_400);
        List<Launch> old =
                IntStream.range(0, 3).mapToObj(i -> store(claims -> {})).toList();
        Launch young = store(claims -> {});
        jdbc.sql("update lti_launch set launched_at = :time where id in (:ids)")
                .param("time", java.sql.Timestamp.from(dayAgo.minusSeconds(60)))
                .param("ids", old.stream().map(launch -> launch.id().value()).toList())
                .update();

        assertThat(launches.forgetBefore(dayAgo, 2)).isEqualTo(2);
        assertThat(launches.forgetBefore(dayAgo, 2)).isEqualTo(1);
        assertThat(launches.forgetBefore(dayAgo, 2)).isZero();
        assertThat(launches.find(young.id())).isPresent();
    }

    private Launch store(Consumer<Map<String, Object>> change) {
        return store(change, Secrets.newText());
    }

    private Launch store(Consumer<Map<String, Object>> change, String nonce) {
        return store(launches, change, nonce);
    }

    private Launch store(Launches launches, Consumer<Map<String, Object>> change, String nonce) {
        Map<String, Object> claims = platform.claims(new Login(null, Map.of("nonce", nonce)), "Learner");
        change.accept(claims);
        LaunchMessage message = LaunchMessage.of(Claims.parse(FakePlatform.JSON.writeValueAsString(claims)), null);
        return launches.store(message, deployment, nonce, Secrets.hash("window"), "'self'")
                .launch();
    }

    /** Tells every statement that is about to be prepared. */
    private static final class Counting extends DelegatingDataSource {

        private final Consumer<String> told;

        Counting(DataSource target, Consumer<String> told) {
            super(target);
            this.told = told;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Counting.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")
                                || method.getName().equals("createStatement")) {
                            told.accept(arguments == null ? "?" : ((String) arguments[0]).strip());
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
