"""Shares: with whom, how far, and what the other side is asked."""

from made import NOBODY, OFFICIAL, every, pages, published, refused, workload
from cases.profiles import profile
from cases.templates import template


def case_a_workload_is_shared(wire):
    owner, other = wire.account(), wire.account()
    client, theirs = wire.client(owner), wire.client(other)
    id = workload(client)
    made = client.create_workload_share(WorkloadId=id, SharedWith=other, PermissionType="READONLY")
    share = made["ShareId"]
    found = client.list_workload_shares(WorkloadId=id)
    assert found["WorkloadId"] == id
    [summary] = found["WorkloadShareSummaries"]
    assert (summary["ShareId"], summary["SharedWith"], summary["PermissionType"]) == (share, other, "READONLY")
    assert summary["Status"] == "PENDING"
    changed = client.update_workload_share(WorkloadId=id, ShareId=share, PermissionType="CONTRIBUTOR")["WorkloadShare"]
    assert (changed["PermissionType"], changed["WorkloadId"]) == ("CONTRIBUTOR", id)
    [invitation] = theirs.list_share_invitations()["ShareInvitationSummaries"]
    assert (invitation["SharedBy"], invitation["WorkloadId"], invitation["ShareResourceType"]) == (owner, id, "WORKLOAD")
    answer = theirs.update_share_invitation(
        ShareInvitationId=invitation["ShareInvitationId"], ShareInvitationAction="ACCEPT")["ShareInvitation"]
    assert (answer["WorkloadId"], answer["ShareResourceType"]) == (id, "WORKLOAD")
    [summary] = client.list_workload_shares(WorkloadId=id)["WorkloadShareSummaries"]
    assert summary["Status"] == "ACCEPTED"
    assert theirs.list_share_invitations()["ShareInvitationSummaries"] == []
    client.delete_workload_share(WorkloadId=id, ShareId=share)
    assert client.list_workload_shares(WorkloadId=id)["WorkloadShareSummaries"] == []


def case_lenses_profiles_and_templates_are_shared(wire):
    client, other = wire.client(), wire.account()
    for kind, arn, create, list_, delete, key, member in (
        ("LENS", published(client), client.create_lens_share, client.list_lens_shares, client.delete_lens_share,
         "LensAlias", "LensShareSummaries"),
        ("PROFILE", profile(client), client.create_profile_share, client.list_profile_shares,
         client.delete_profile_share, "ProfileArn", "ProfileShareSummaries"),
        ("TEMPLATE", template(client), client.create_template_share, client.list_template_shares,
         client.delete_template_share, "TemplateArn", "TemplateShareSummaries"),
    ):
        share = create(**{key: arn}, SharedWith=other)["ShareId"]
        refused(create, "ConflictException|ValidationException", **{key: arn}, SharedWith=other)
        [summary] = list_(**{key: arn})[member]
        assert (summary["ShareId"], summary["SharedWith"], summary["Status"]) == (share, other, "PENDING"), kind
        theirs = wire.client(other)
        [invitation] = theirs.list_share_invitations(ShareResourceType=kind)["ShareInvitationSummaries"]
        theirs.update_share_invitation(
            ShareInvitationId=invitation["ShareInvitationId"], ShareInvitationAction="REJECT")
        [summary] = list_(**{key: arn})[member]
        assert summary["Status"] == "REJECTED", kind
        delete(**{key: arn}, ShareId=share)
        assert list_(**{key: arn})[member] == []
        refused(delete, "ResourceNotFoundException", **{key: arn}, ShareId=share)


def case_shares_come_in_pages_and_by_prefix_and_status(wire):
    client = wire.client()
    id = workload(client)
    for number in range(5):
        client.create_workload_share(WorkloadId=id, SharedWith=f"{number}" * 12, PermissionType="READONLY")
    call = dict(WorkloadId=id)
    assert [len(page) for page in pages(client.list_workload_shares, "WorkloadShareSummaries", **call, MaxResults=2)] == \
        [2, 2, 1]
    assert len(every(client.list_workload_shares, "WorkloadShareSummaries", **call, SharedWithPrefix="33")) == 1
    assert every(client.list_workload_shares, "WorkloadShareSummaries", **call, Status="ACCEPTED") == []


def case_what_sharing_refuses(wire):
    client = wire.client(unchecked=True)
    id = workload(client)
    call = dict(WorkloadId=id, PermissionType="READONLY")
    refused(client.create_workload_share, "ValidationException", **call, SharedWith="12345")
    refused(client.create_workload_share, "ValidationException", WorkloadId=id, SharedWith="1" * 12,
            PermissionType="WRITE")
    refused(client.create_workload_share, "ResourceNotFoundException", WorkloadId=NOBODY, SharedWith="1" * 12,
            PermissionType="READONLY")
    client.create_workload_share(**call, SharedWith="1" * 12)
    refused(client.create_workload_share, "ConflictException|ValidationException", **call, SharedWith="1" * 12)
    refused(client.update_workload_share, "ResourceNotFoundException", **call, ShareId=NOBODY)
    refused(client.delete_workload_share, "ResourceNotFoundException", WorkloadId=id, ShareId=NOBODY)
    refused(client.update_share_invitation, "ResourceNotFoundException", ShareInvitationId=NOBODY,
            ShareInvitationAction="ACCEPT")
    refused(client.list_workload_shares, "ValidationException", WorkloadId=id, MaxResults=51)


def case_a_shared_lens_can_be_applied(wire):
    other = wire.account()
    client, theirs = wire.client(), wire.client(other)
    arn = published(client)
    client.create_lens_share(LensAlias=arn, SharedWith=other)
    [invitation] = theirs.list_share_invitations()["ShareInvitationSummaries"]
    theirs.update_share_invitation(ShareInvitationId=invitation["ShareInvitationId"], ShareInvitationAction="ACCEPT")
    shared = theirs.list_lenses(LensType="CUSTOM_SHARED")["LensSummaries"]
    assert [lens["LensArn"] for lens in shared] == [arn], shared
    id = workload(theirs, Lenses=[OFFICIAL, arn])
    assert theirs.get_lens_review(WorkloadId=id, LensAlias=arn)["LensReview"]["RiskCounts"] == {"UNANSWERED": 2}
    # Only the owner can export it.
    refused(theirs.export_lens, "AccessDeniedException|ValidationException", LensAlias=arn)
