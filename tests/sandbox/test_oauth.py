"""Tokens of applications and of members, and LinkedIn's refusals at the token endpoint."""

import pytest

from rsc_sandbox.linkedin import authorization
from tests.sandbox.vendor import MINA, REDIRECT, RHEA_SEAT


def test_an_application_token_lives_half_an_hour(stranger):
    answer = stranger.oauth(
        grant_type="client_credentials", client_id="demo-parent", client_secret="demo-parent-secret"
    )

    assert answer.json().keys() == {"access_token", "expires_in"}
    assert answer.json()["expires_in"] == 1_800
    assert answer.headers["x-li-uuid"]


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "client_credentials"}, 400, "invalid_request"),
        ({"grant_type": "password", "client_id": "demo-parent", "client_secret": "x"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "x"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "demo-parent", "client_secret": "å"}, 401, "invalid_client"),
    ],
)
def test_a_wrong_token_request_is_refused_as_rfc_6749_says(stranger, form, status, error):
    answer = stranger.oauth(**form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_form_may_be_labelled_as_in_linkedins_collection(stranger):
    form = "grant_type=client_credentials&client_id=demo-parent&client_secret=demo-parent-secret"
    twice = f"{form}&client_id=demo-parent"

    def sent(content):
        return stranger.http.post("/oauth/v2/accessToken", content=content, headers={"Content-Type": "text/plain"})

    assert sent(form).json()["access_token"]
    assert sent(twice).json()["error"] == "invalid_request"


def test_a_token_request_must_be_a_form(stranger):
    answer = stranger.http.post("/oauth/v2/accessToken", json={"grant_type": "client_credentials"})

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_nobodys_token_is_65600_and_an_old_one_65602(vendor):
    assert vendor.call("GET", "/v2/atsIntegrations?q=request&requestId=x", token="made-up").json() == {
        "message": "Invalid access token",
        "status": 401,
        "serviceErrorCode": 65600,
    }

    vendor.sandbox.clock.advance(1_800_000)

    assert vendor.call("GET", "/v2/atsIntegrations?q=request&requestId=x").json()["serviceErrorCode"] == 65602


def test_the_parent_only_provisions_and_the_child_never(vendor):
    as_parent = vendor.call("GET", "/v2/exportedCandidates?q=request&requestId=x", token=vendor.parent)
    as_child = vendor.call("GET", "/v2/provisionedApplications?q=credentialsByUniqueForeignId&uniqueForeignId=x")

    assert (as_parent.status_code, as_child.status_code) == (403, 403)


def test_a_member_consents_and_is_known_by_an_id_of_this_application_only(vendor, app):
    rhea = vendor.member_of_seat(RHEA_SEAT)

    urn = vendor.person(rhea)

    assert urn == vendor.person(rhea)
    assert urn != type(vendor)(app).join("tenant-043").person(rhea)


def test_with_global_person_ids_all_applications_say_the_same(vendor, app):
    vendor.sandbox.switch({"person_ids": "global"})
    rhea = vendor.member_of_seat(RHEA_SEAT)

    assert vendor.person(rhea) == type(vendor)(app).join("tenant-043").person(rhea)


def test_the_state_comes_back_with_the_code(vendor):
    location = vendor.consent(vendor.member_of_seat(RHEA_SEAT), state="a b&c")

    assert str(location).startswith(REDIRECT)
    assert location.params["state"] == "a b&c"


def test_a_code_works_once(vendor):
    code = vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]

    assert vendor.redeem(code).status_code == 200
    assert vendor.redeem(code).json()["error"] == "invalid_grant"


def test_a_code_is_bound_to_its_address_and_its_application(vendor, app):
    other = type(vendor)(app).join("tenant-043")
    code = vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]

    assert vendor.redeem(code, redirect_uri="https://evil.example/").json()["error"] == "invalid_grant"
    assert other.redeem(code).json()["error"] == "invalid_grant"
    assert vendor.redeem(code).status_code == 200


def test_a_code_expires(vendor):
    code = vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]

    vendor.sandbox.clock.advance(1_800_000)

    assert vendor.redeem(code).json()["error"] == "invalid_grant"


def test_a_refresh_token_buys_new_access_but_not_a_longer_life(vendor):
    first = vendor.redeem(vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]).json()
    vendor.sandbox.clock.advance(60 * 86_400_000)

    form = {"client_id": vendor.client_id, "client_secret": vendor.client_secret}
    second = vendor.oauth(grant_type="refresh_token", refresh_token=first["refresh_token"], **form).json()

    assert vendor.call("GET", "/v2/me", token=first["access_token"]).status_code == 401
    assert vendor.call("GET", "/v2/me", token=second["access_token"]).json()["localizedFirstName"] == "Rhea"
    assert first["refresh_token_expires_in"] - second["refresh_token_expires_in"] == 60 * 86_400
    assert vendor.oauth(grant_type="refresh_token", refresh_token=first["access_token"], **form).status_code == 400


@pytest.mark.parametrize(
    "changes", [{"client_id": "nobody"}, {"redirect_uri": "https://evil.example/"}, {"redirect_uri": REDIRECT + "/"}]
)
def test_consent_is_never_answered_to_an_address_nobody_registered(vendor, changes):
    query = {"response_type": "code", "client_id": vendor.client_id, "redirect_uri": REDIRECT, "scope": "profile"}

    with pytest.raises(authorization.Unanswerable):
        authorization.check(vendor.sandbox, {**query, **changes})


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "w_everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
def test_a_wrong_consent_request_goes_back_with_its_state(vendor, changes, error):
    query = {"response_type": "code", "client_id": vendor.client_id, "redirect_uri": REDIRECT, "scope": "profile"}

    with pytest.raises(authorization.Declined) as declined:
        authorization.check(vendor.sandbox, {**query, "state": "s1", **changes})

    assert f"error={error}" in declined.value.location
    assert "state=s1" in declined.value.location


def test_introspection_tells_kind_and_state_and_nothing_to_strangers(vendor):
    tokens = vendor.redeem(vendor.consent(vendor.member_of_seat(RHEA_SEAT)).params["code"]).json()

    def introspect(client_id, secret, token):
        form = {"client_id": client_id, "client_secret": secret, "token": token}
        return vendor.http.post("/oauth/v2/introspectToken", data=form).json()

    mine = introspect(vendor.client_id, vendor.client_secret, tokens["access_token"])
    assert (mine["active"], mine["auth_type"], mine["scope"]) == (True, "3L", "r_liteprofile")
    assert introspect(vendor.client_id, vendor.client_secret, vendor.child)["auth_type"] == "2L"
    assert introspect("demo-parent", "demo-parent-secret", tokens["access_token"]) == {"active": False}
    assert introspect(vendor.client_id, "wrong", vendor.child)["error"] == "invalid_client"

    vendor.sandbox.clock.advance(1_800_000)
    assert introspect(vendor.client_id, vendor.client_secret, vendor.child)["active"] is False


def test_a_revoked_token_says_so(vendor, app):
    form = {"client_id": vendor.client_id, "client_secret": vendor.client_secret, "token": vendor.child}
    fault = {"kind": "revoked_token", "path": "/v2/"}
    vendor.http.post("/_sandbox/faults", json=fault)
    path = "/v2/exportedCandidates?q=request&requestId=x"

    codes = [vendor.call("GET", path).json()["serviceErrorCode"] for _ in range(2)]
    told = vendor.http.post("/oauth/v2/introspectToken", data=form).json()

    assert (codes, told["active"], told["status"]) == ([65601, 65601], False, "revoked")


def test_only_a_members_token_has_scopes_which_commas_separate(vendor):
    redeemed = vendor.redeem(vendor.consent(MINA, scope="openid r_liteprofile").params["code"]).json()

    def scope(token):
        form = {"client_id": vendor.client_id, "client_secret": vendor.client_secret, "token": token}
        return vendor.http.post("/oauth/v2/introspectToken", data=form).json().get("scope")

    assert redeemed["scope"] == scope(redeemed["access_token"]) == "openid,r_liteprofile"
    assert scope(vendor.child) is None


def test_an_application_may_get_no_refresh_token(vendor):
    vendor.sandbox.switch({"refresh_tokens": False})

    told = vendor.redeem(vendor.consent(MINA).params["code"]).json()

    assert told.keys() == {"access_token", "expires_in", "scope"}


def test_openid_alone_does_not_open_me(vendor):
    tokens = vendor.redeem(vendor.consent(vendor.member_of_seat(RHEA_SEAT), scope="openid").params["code"]).json()

    assert vendor.call("GET", "/v2/me", token=tokens["access_token"]).status_code == 403
