package dev.laurel.journey;

import dev.laurel.badge.Badges;
import dev.laurel.lti.Accounts;
import dev.laurel.lti.Accounts.Account;
import dev.laurel.lti.ForUser;
import dev.laurel.lti.Launch;
import dev.laurel.lti.LaunchPage;
import dev.laurel.lti.MessageType;
import dev.laurel.person.PersonId;
import dev.laurel.person.Persons;
import dev.laurel.submission.Kept;
import dev.laurel.submission.Submissions;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is kept of one person, in kinds and numbers (Data Privacy Launch): for who administers the platform, about anybody
 * there; for everybody else about themselves. Administrators see no portfolios, so nothing here opens one.
 */
@Component
class PrivacyPage implements LaunchPage {

    private static final Kept NOTHING = new Kept(0, 0, 0, 0, 0, 0);

    private final Accounts accounts;
    private final Persons persons;
    private final Submissions submissions;
    private final Badges badges;

    PrivacyPage(Accounts accounts, Persons persons, Submissions submissions, Badges badges) {
        this.accounts = accounts;
        this.persons = persons;
        this.submissions = submissions;
        this.badges = badges;
    }

    @Override
    public MessageType answers() {
        return MessageType.DATA_PRIVACY;
    }

    @Override
    public ModelAndView open(Launch launch) {
        ForUser about = launch.forUser();
        Optional<Account> account =
                about == null ? accounts.of(launch) : accounts.find(launch.tenant(), launch.registration(), about);
        Optional<PersonId> person = account.flatMap(found -> persons.behind(launch.tenant(), found.id()));
        boolean oneself =
                account.filter(found -> found.id().equals(launch.user())).isPresent();
        return new ModelAndView("journey/privacy")
                .addObject("account", account.orElse(null))
                .addObject("oneself", oneself)
                .addObject(
                        "kept",
                        person.map(earner -> submissions.kept(launch.tenant(), earner))
                                .orElse(NOTHING))
                .addObject(
                        "badges",
                        person.map(earner -> badges.count(launch.tenant(), submissions.idsOf(launch.tenant(), earner)))
                                .orElse(0));
    }
}
