package dev.laurel.person;

import static org.assertj.core.api.Assertions.assertThat;

import dev.laurel.lti.LtiUserId;
import dev.laurel.lti.UserProfile;
import dev.laurel.person.Persons.SharedAddress;
import dev.laurel.support.LaurelTest;
import dev.laurel.support.TestLaunches;
import dev.laurel.tenant.TenantId;
import dev.laurel.tenant.Tenants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LaurelTest
class PersonsTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Autowired
    Persons persons;

    @Autowired
    Tenants tenants;

    @Autowired
    JdbcClient jdbc;

    private TenantId district;
    private LtiUserId account;

    @BeforeEach
    void aDistrictAndAnAccount() {
        district = tenants.found("District " + UUID.randomUUID());
        account = new LtiUserId(UUID.randomUUID());
    }

    private TestLaunches launch() {
        return TestLaunches.learner(district).by(account);
    }

    private Person person(PersonId id) {
        return persons.find(district, List.of(id)).get(id);
    }

    @Test
    void makesAPersonOnFirstSightAndFindsThemAfterwards() {
        PersonId first = persons.behind(launch().launch());
        PersonId second = persons.behind(launch().launch());
        assertThat(second).isEqualTo(first);
        assertThat(person(first).name()).isEqualTo("Maya Ortiz");
        assertThat(person(first).email()).isEqualTo("maya.ortiz@example.org");
    }

    @Test
    void tellsAccountsApart() {
        PersonId one = persons.behind(launch().launch());
        PersonId other = persons.behind(TestLaunches.learner(district).launch());
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void keepsAPersonPerTenantForOneAccountSeenInTwo() {
        TenantId otherDistrict = tenants.found("Other district");
        PersonId here = persons.behind(launch().launch());
        PersonId there =
                persons.behind(TestLaunches.learner(otherDistrict).by(account).launch());
        assertThat(there).isNotEqualTo(here);
        assertThat(persons.find(otherDistrict, List.of(here, there))).containsOnlyKeys(there);
    }

    @Test
    void followsTheNameOnThePlatform() {
        PersonId id = persons.behind(launch().at(NOON).launch());
        persons.behind(launch().at(NOON.plusSeconds(1))
                .called(new UserProfile(null, "Maya", "Ortiz-Lee", "maya@example.org"))
                .launch());
        assertThat(person(id).name()).isEqualTo("Maya Ortiz-Lee");
        assertThat(person(id).email()).isEqualTo("maya@example.org");
    }

    @Test
    void keepsTheNameWhenALaunchDoesNotTellIt() {
        PersonId id = persons.behind(launch().at(NOON).launch());
        persons.behind(launch().at(NOON.plusSeconds(1)).called(UserProfile.NONE).launch());
        assertThat(person(id).name()).isEqualTo("Maya Ortiz");
    }

    @Test
    void doesNotLetAnOlderWindowUndoANewerName() {
        PersonId id = persons.behind(launch().at(NOON).launch());
        persons.behind(launch().at(NOON.plusSeconds(60))
                .called(new UserProfile("Maya Lee", null, null, null))
                .launch());
        persons.behind(launch().at(NOON.plusSeconds(30)).launch());
        assertThat(person(id).name()).isEqualTo("Maya Lee");
    }

    @Test
    void livesWithoutANameAndWithOneThatIsTooLong() {
        PersonId nameless = persons.behind(launch().called(UserProfile.NONE).launch());
        assertThat(person(nameless).name()).isNull();
        PersonId longWinded = persons.behind(TestLaunches.learner(district)
                .called(new UserProfile("x".repeat(400), null, null, "  "))
                .launch());
        assertThat(person(longWinded).name()).hasSize(255);
        assertThat(person(longWinded).email()).isNull();
    }

    @Test
    void findsNobodyOfAnotherTenantAndNobodyAmongNone() {
        PersonId id = persons.behind(launch().launch());
        assertThat(persons.find(tenants.found("Elsewhere"), List.of(id))).isEmpty();
        assertThat(persons.find(district, List.of())).isEmpty();
    }

    @Test
    void makesOnePersonOfManyFirstLaunchesAtOnce() throws Exception {
        int many = 4;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier together = new CyclicBarrier(many);
            List<Callable<PersonId>> launches = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                launches.add(() -> {
                    together.await();
                    return persons.behind(launch().launch());
                });
            }
            Set<PersonId> met = new HashSet<>();
            for (Future<PersonId> launched : threads.invokeAll(launches)) {
                met.add(launched.get());
            }
            assertThat(met).hasSize(1);
            assertThat(jdbc.sql("select count(*) from person where tenant_id = ?")
                            .param(district.value())
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void printsNoPersonalData() {
        PersonId id = persons.behind(launch().launch());
        assertThat(person(id).toString()).doesNotContain("Maya").doesNotContain("example.org");
    }

    @Test
    void twoAccountsWithOneAddressAreSeenAndNeverJoined() {
        PersonId one = persons.behind(launch().launch());
        PersonId again = persons.behind(TestLaunches.learner(district)
                .called(new UserProfile("M. Ortiz", null, null, "Maya.ORTIZ@example.org"))
                .launch());
        PersonId other = persons.behind(TestLaunches.learner(district)
                .called(new UserProfile("Maya Ortiz", null, null, "another@example.org"))
                .launch());
        PersonId elsewhere =
                persons.behind(TestLaunches.learner(tenants.found("Elsewhere")).launch());
        PersonId silent = persons.behind(
                TestLaunches.learner(district).called(UserProfile.NONE).launch());
        assertThat(Set.of(one, again, other, elsewhere, silent)).hasSize(5);
        assertThat(persons.sharingAddress(district, List.of(one, again, other, silent)))
                .containsExactlyInAnyOrder(one, again);
        assertThat(persons.sharingAddress(district, List.of(other, silent))).isEmpty();
        assertThat(persons.sharingAddress(district, List.of())).isEmpty();
        List<SharedAddress> shared = persons.sharedAddresses(0, 1000).stream()
                .filter(address -> address.tenant().equals(district))
                .toList();
        assertThat(shared).singleElement().satisfies(address -> {
            assertThat(address.address()).isEqualTo("maya.ortiz@example.org");
            assertThat(address.persons()).extracting(Person::id).containsExactly(one, again);
            assertThat(address.toString()).doesNotContain("maya");
        });
        assertThat(persons.countSharedAddresses())
                .isEqualTo(persons.sharedAddresses(0, 1000).size());
    }

    @Test
    void aNewAddressIsNoLongerTheSame() {
        PersonId one = persons.behind(launch().at(NOON).launch());
        PersonId again = persons.behind(TestLaunches.learner(district).launch());
        assertThat(persons.sharingAddress(district, List.of(one, again))).hasSize(2);
        persons.behind(launch().at(NOON.plusSeconds(1))
                .called(new UserProfile(null, null, null, "new@example.org"))
                .launch());
        assertThat(persons.sharingAddress(district, List.of(one, again))).isEmpty();
    }
}
