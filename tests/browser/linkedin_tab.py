"""The story goes on: a candidate's LinkedIn tab, with the sandbox's plugin, in any language."""

from playwright.sync_api import FrameLocator, Locator, expect

from tests.browser.story import Story

MEMBER = "Mina Okoro"


class Tab(Story):
    """From a prospect's stored export to a profile that is unlinked and linked again."""

    @property
    def plugin(self) -> FrameLocator:
        return self.page.frame_locator("#profile-frame").frame_locator("iframe")

    @property
    def finding(self) -> Locator:
        return self.page.locator("#finding")

    def open(self) -> None:
        self.find(MEMBER)
        self.page.get_by_role("navigation").get_by_role("link", name="LinkedIn", exact=True).click()
        expect(self.finding).to_contain_text(MEMBER)

    def before_the_gate(self) -> None:
        _ = self.words
        self.open()
        expect(self.page.locator("#profile")).to_contain_text(
            _("LinkedIn has not been told of this person: nothing of a prospect is sent.")
        )
        expect(self.page.locator("#profile").get_by_role("link", name=_("Open in Recruiter"))).to_be_visible()
        expect(self.page.locator("#delivered")).to_contain_text("Skagen Line")
        self.picture("20-prospects-tab")

    def sign_in_to_the_plugin(self) -> None:
        _ = self.words
        for _look in range(30):  # until LinkedIn has the person
            self.page.reload()
            if self.page.locator("#profile-frame").count():
                break
            self.page.wait_for_timeout(500)
        with self.context.expect_page() as opened:
            self.plugin.get_by_role("link", name=_.sandbox("Sign in to Recruiter")).click()
        window = opened.value
        window.wait_for_load_state()
        who = window.get_by_role("button", name=_.sandbox("Sign in as {name}", name="Ada Demo"))
        if who.count():
            with window.expect_navigation():
                who.click()
        allow = window.locator("main form button[type=submit]")
        self.picture("21-window", window)
        if not window.is_closed() and allow.count():
            allow.first.click()
        expect(self.plugin.get_by_role("button", name=_.sandbox("Unlink this profile"))).to_be_visible()
        self.picture("21-profile")

    def save_write_and_ask_for_news(self) -> None:
        """What one does in the plugin stays in the plugin."""
        _ = self.words
        self.plugin.get_by_text(_.sandbox("Send InMail")).first.press("Enter")
        self.plugin.locator("[name=subject]").fill("Irrigation")
        self.plugin.locator("[name=body]").fill("May I tell you about our greenhouse?")
        self.plugin.locator("form:has([name=subject]) button[type=submit]").last.press("Enter")
        expect(self.plugin.get_by_text(_.sandbox("Sent to {name}.", name=MEMBER))).to_be_visible()
        self.picture("22-inmail")

    def unlink_in_the_plugin(self) -> None:
        """Skaffa asks LinkedIn, and believes that; the page around the plugin turns by itself."""
        _ = self.words
        self.plugin.get_by_role("button", name=_.sandbox("Unlink this profile")).press("Enter")
        self.plugin.get_by_role("button", name=_.sandbox("Unlink"), exact=True).press("Enter")
        expect(self.finding).to_contain_text(_("Unlinked by %(name)s") % {"name": "Ada Demo"})
        expect(self.finding).to_contain_text(_("No profile fits."))
        expect(
            self.plugin.get_by_role("heading", name=_.sandbox("Who is {candidate}?", candidate=MEMBER))
        ).to_be_visible()
        self.picture("23-unlinked")

    def link_again(self) -> None:
        """From Skaffa's own list; the plugin shows it as soon as LinkedIn has heard."""
        _ = self.words
        self.finding.get_by_role("button", name=_("Link again")).click()
        expect(self.finding).to_contain_text(_("Linked by hand, here."))
        expect(self.plugin.get_by_role("button", name=_.sandbox("Unlink this profile"))).to_be_visible()
        expect(self.finding).not_to_contain_text(_("LinkedIn is being told."))
        self.picture("24-linked-again")

    def open_recruiter_data(self) -> None:
        """Contract-level access: InMails, notes and shared profiles come with it."""
        admin = self.context.new_page()
        admin.goto(f"{self.stack.linkedin}/talent/admin/ats")
        self._choose_contract(admin)
        admin.get_by_role("switch").nth(1).click()
        expect(admin.get_by_role("switch").nth(1)).to_have_attribute("aria-checked", "true")
        admin.close()

    def member_agrees(self) -> None:
        """The pretend member answers, and shares her address in the answer."""
        _ = self.words
        member = self.context.new_page()
        member.goto(f"{self.stack.linkedin}/member?q=Mina")
        member.locator("main form[method=post]", has_text=MEMBER).get_by_role("button").first.click()
        member.goto(f"{self.stack.linkedin}/member/inbox")
        member.get_by_role("link", name="Irrigation").first.click()
        member.locator("#body").fill("Gladly, I have time on Friday.")
        member.get_by_role("button", name=_.sandbox("Send"), exact=True).click()
        member.get_by_role("button", name=_.sandbox("Share"), exact=True).click()
        self.picture("26-member-agreed", member)
        member.close()

    def write_a_note_in_recruiter(self) -> None:
        recruiter = self.context.new_page()
        recruiter.goto(f"{self.stack.linkedin}/talent/search?keywords={MEMBER}")
        self._choose_contract(recruiter)
        recruiter.get_by_role("link", name=MEMBER).first.click()
        recruiter.locator("#note-new").fill("Call after the harvest")
        recruiter.locator("form:has(#note-new) [name=public]").check()
        recruiter.get_by_role("button", name=self.words.sandbox("Save note")).click()
        expect(recruiter.get_by_role("main")).to_contain_text("Call after the harvest")
        recruiter.close()

    def histories(self) -> None:
        """InMails and the note are fetched at Refresh, and stand below the profile."""
        _ = self.words
        main = self.page.get_by_role("main")
        for _look in range(20):
            self.open()
            again = main.get_by_role("button", name=_("Refresh"))
            told = main.inner_text()
            if "Gladly, I have time on Friday." in told and "Call after the harvest" in told:
                break
            if again.count():
                again.click()
            self.page.wait_for_timeout(1_500)
        self.picture("27-histories")
        expect(main).to_contain_text("May I tell you about our greenhouse?")
        expect(main).to_contain_text("Gladly, I have time on Friday.")
        expect(main).to_contain_text("Call after the harvest")
        expect(self.plugin.get_by_role("button", name=_.sandbox("Unlink this profile"))).to_be_visible()

    def talent_pool(self) -> None:
        """Who agreed to share their profile stands in the pool the system has made."""
        _ = self.words
        self.page.goto(f"{self.stack.skaffa}/talent-pools/")
        self.page.get_by_role("main").get_by_role("link", name=_("LinkedIn talent pool")).first.click()
        expect(self.page.get_by_role("main")).to_contain_text(MEMBER)
        self.picture("28-talent-pool")

    def narrow(self) -> None:
        """At 360 px in one column, and nothing sticks out."""
        self.page.set_viewport_size({"width": 360, "height": 800})
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360
        self.picture("25-narrow")
        self.page.set_viewport_size({"width": 1280, "height": 900})
