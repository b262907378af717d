"""Workloads: created, read, changed, listed, deleted; and what is refused on the way."""

from made import NOBODY, OFFICIAL, every, pages, refused, workload, workload_request

APPLICATION = "arn:aws:servicecatalog:eu-west-1:111122223333:/applications/0a1b2c3d"


def case_everything_that_was_given_comes_back(wire):
    client = wire.client()
    given = workload_request(
        "Trading platform",
        AccountIds=["111122223333"],
        AwsRegions=["eu-west-1", "us-east-1"],
        NonAwsRegions=["Frankfurt"],
        PillarPriorities=["security", "performance", "reliability"],
        ArchitecturalDesign="https://example.com/design",
        IndustryType="Financial Services",
        Industry="Trading",
        Lenses=[OFFICIAL, "serverless"],
        Notes="As agreed in May.",
        Tags={"Environment": "production", "Größe 1": "", "cost:centre": "4711"},
        DiscoveryConfig={
            "TrustedAdvisorIntegrationStatus": "ENABLED",
            "WorkloadResourceDefinition": ["WORKLOAD_METADATA", "APP_REGISTRY"],
        },
        Applications=[APPLICATION],
    )
    created = client.create_workload(**given)
    found = client.get_workload(WorkloadId=created["WorkloadId"])["Workload"]
    for name, value in given.items():
        if name == "Lenses":
            assert sorted(found[name]) == sorted(value), found[name]
        else:
            assert found[name] == value, (name, found.get(name))
    assert found["WorkloadArn"] == created["WorkloadArn"]
    assert found["WorkloadArn"].startswith("arn:aws:wellarchitected:eu-west-1:"), found["WorkloadArn"]
    assert found["WorkloadArn"].endswith(f":workload/{found['WorkloadId']}")
    assert found["Owner"] == found["WorkloadArn"].split(":")[4]
    assert found["RiskCounts"]["UNANSWERED"] >= 57, found["RiskCounts"]
    assert "IsReviewOwnerUpdateAcknowledged" not in found or found["IsReviewOwnerUpdateAcknowledged"] is False


def case_names_are_unique_without_case_and_spaces(wire):
    client = wire.client()
    workload(client, "Order Desk")
    for name in ("Order Desk", "order desk", "ORDERDESK", " Order  Desk "):
        error = refused(client.create_workload, "ConflictException", **workload_request(name))
        assert error["ResourceType"], error
    workload(client, "Order Desk 2")
    # The same name elsewhere is another workload.
    account = wire.account()
    workload(wire.client(account, "eu-west-1"), "Order Desk")
    workload(wire.client(account, "us-east-1"), "Order Desk")


def case_a_token_makes_creation_idempotent(wire):
    client = wire.client()
    request = workload_request("Twice", ClientRequestToken="token-1")
    first, second = client.create_workload(**request), client.create_workload(**request)
    assert first["WorkloadId"] == second["WorkloadId"]
    assert len(client.list_workloads()["WorkloadSummaries"]) == 1
    refused(client.create_workload, "ConflictException|ValidationException",
            **workload_request("Other", ClientRequestToken="token-1"))


def case_what_creation_refuses(wire):
    client = wire.client(unchecked=True)
    for change in (
        {"ReviewOwner": None},
        {"ReviewOwner": "me"},
        {"AwsRegions": None},
        {"AwsRegions": []},
        {"AwsRegions": ["eu-west-1"] * 51},
        {"NonAwsRegions": ["aa"]},
        {"NonAwsRegions": ["Berlin"] * 6},
        {"Environment": "production"},
        {"Environment": None},
        {"WorkloadName": "ab"},
        {"WorkloadName": "a" * 101},
        {"WorkloadName": None},
        {"Description": "ab"},
        {"Description": "a" * 251},
        {"Lenses": None},
        {"ArchitecturalDesign": "Micro-services on containers"},
        {"ArchitecturalDesign": "https://example.com/with a space"},
        {"DiscoveryConfig": {"WorkloadResourceDefinition": ["AppRegistry", "TaggedResources"]}},
        {"DiscoveryConfig": {"TrustedAdvisorIntegrationStatus": "Enabled"}},
        {"Applications": ["trading-engine"]},
        {"Applications": [APPLICATION, APPLICATION]},
        {"AccountIds": ["12345"]},
        {"AccountIds": ["111122223333"] * 101},
        {"Tags": {}},
        {"Tags": {"a<b": "c"}},
        {"Tags": {"a": "c" * 257}},
        {"Tags": {f"key {number}": "" for number in range(51)}},
        {"Industry": "a" * 101},
        {"Notes": "a" * 2085},
        {"ProfileArns": ["arn:aws:iam::111122223333:role/x"]},
    ):
        error = refused(client.create_workload, "ValidationException", **workload_request("Refused", **change))
        assert error["Reason"], (change, error)
    assert client.list_workloads()["WorkloadSummaries"] == []


def case_all_wrong_fields_are_told_at_once(wire):
    client = wire.client(unchecked=True)
    error = refused(client.create_workload, "ValidationException",
                    **workload_request("ab", Environment="production", ArchitecturalDesign="prose"))
    fields = {field["Name"] for field in error["Fields"]}
    assert {"WorkloadName", "Environment", "ArchitecturalDesign"} <= {name[0].upper() + name[1:] for name in fields}, error


def case_a_lens_that_nobody_has_is_refused(wire):
    client = wire.client()
    refused(client.create_workload, "ValidationException|ResourceNotFoundException",
            **workload_request(Lenses=[OFFICIAL, "sap"]))
    assert client.list_workloads()["WorkloadSummaries"] == []


def case_other_regions_alone_will_do(wire):
    client = wire.client()
    id = client.create_workload(**workload_request(AwsRegions=None, NonAwsRegions=["Frankfurt"]))["WorkloadId"]
    found = client.get_workload(WorkloadId=id)["Workload"]
    assert found["NonAwsRegions"] == ["Frankfurt"]


def case_nobodys_workload_is_not_found(wire):
    client = wire.client(unchecked=True)
    error = refused(client.get_workload, "ResourceNotFoundException", WorkloadId=NOBODY)
    assert (error["ResourceId"], error["ResourceType"]) == (NOBODY, "WORKLOAD"), error
    refused(client.update_workload, "ResourceNotFoundException", WorkloadId=NOBODY, Notes="")
    refused(client.delete_workload, "ResourceNotFoundException", WorkloadId=NOBODY)
    for id in ("0", NOBODY + "0", "G" * 32, "../workloads"):
        refused(client.get_workload, "ValidationException", WorkloadId=id)


def case_a_change_is_seen_and_dated(wire):
    client = wire.client()
    id = workload(client)
    before = client.get_workload(WorkloadId=id)["Workload"]
    change = {
        "WorkloadName": "Orders and returns",
        "Description": "Takes orders and returns",
        "Environment": "PREPRODUCTION",
        "AwsRegions": ["us-east-1"],
        "NonAwsRegions": ["Zürich"],
        "PillarPriorities": ["costOptimization"],
        "ArchitecturalDesign": "",
        "ReviewOwner": "other@example.com",
        "IsReviewOwnerUpdateAcknowledged": True,
        "IndustryType": "Healthcare",
        "Industry": "Clinics",
        "Notes": "new",
        "ImprovementStatus": "IN_PROGRESS",
        "AccountIds": ["444455556666"],
        "DiscoveryConfig": {"TrustedAdvisorIntegrationStatus": "DISABLED"},
    }
    after = client.update_workload(WorkloadId=id, **change)["Workload"]
    for name, value in change.items():
        assert after.get(name, "") == value, (name, after.get(name))
    assert after["UpdatedAt"] > before["UpdatedAt"]
    again = client.get_workload(WorkloadId=id)["Workload"]
    assert again["WorkloadName"] == "Orders and returns" and again["UpdatedAt"] == after["UpdatedAt"]
    assert again["ImprovementStatus"] == client.list_workloads()["WorkloadSummaries"][0]["ImprovementStatus"]


def case_a_change_is_held_to_the_same_rules(wire):
    client = wire.client(unchecked=True)
    id = workload(client, "First")
    workload(client, "Second")
    refused(client.update_workload, "ConflictException", WorkloadId=id, WorkloadName="second")
    client.update_workload(WorkloadId=id, WorkloadName="FIRST")
    for change in (
        {"Environment": "staging"},
        {"ImprovementStatus": "COMPLETED"},
        {"ArchitecturalDesign": "prose"},
        {"WorkloadName": "a"},
        {"IsReviewOwnerUpdateAcknowledged": "yes"},
    ):
        refused(client.update_workload, "ValidationException", WorkloadId=id, **change)


def case_what_is_deleted_is_gone(wire):
    client = wire.client()
    id = workload(client)
    client.delete_workload(WorkloadId=id)
    refused(client.get_workload, "ResourceNotFoundException", WorkloadId=id)
    refused(client.list_lens_reviews, "ResourceNotFoundException", WorkloadId=id)
    refused(client.delete_workload, "ResourceNotFoundException", WorkloadId=id)
    assert client.list_workloads()["WorkloadSummaries"] == []
    workload(client)


def case_listings_come_in_pages(wire):
    client = wire.client()
    ids = {workload(client, f"Workload {number:02}") for number in range(53)}
    found = pages(client.list_workloads, "WorkloadSummaries", MaxResults=50)
    assert [len(page) for page in found] == [50, 3]
    assert {summary["WorkloadId"] for page in found for summary in page} == ids
    assert {summary["WorkloadId"] for summary in every(client.list_workloads, "WorkloadSummaries")} == ids
    assert [len(page) for page in pages(client.list_workloads, "WorkloadSummaries", MaxResults=20)] == [20, 20, 13]
    prefixed = every(client.list_workloads, "WorkloadSummaries", WorkloadNamePrefix="Workload 4", MaxResults=3)
    assert sorted(summary["WorkloadName"] for summary in prefixed) == [f"Workload 4{digit}" for digit in range(10)]
    assert every(client.list_workloads, "WorkloadSummaries", WorkloadNamePrefix="Nothing") == []
    summary = prefixed[0]
    whole = client.get_workload(WorkloadId=summary["WorkloadId"])["Workload"]
    for name in ("WorkloadArn", "WorkloadName", "Owner", "UpdatedAt", "Lenses", "RiskCounts"):
        assert summary[name] == whole[name], name


def case_a_page_has_a_size_and_a_token_one_request(wire):
    client = wire.client(unchecked=True)
    for number in range(4):
        workload(client, f"Workload {number}")
    for size in (0, 51, -1, 1000):
        refused(client.list_workloads, "ValidationException", MaxResults=size)
    token = client.list_workloads(MaxResults=2)["NextToken"]
    refused(client.list_workloads, "ValidationException", NextToken=token, WorkloadNamePrefix="Workload")
    refused(client.list_workloads, "ValidationException", NextToken="bm90IGEgdG9rZW4=")
    refused(client.list_workloads, "ValidationException", NextToken="not a token!")
    refused(client.list_lenses, "ValidationException", NextToken=token)
    other = wire.client()
    refused(other.list_workloads, "ValidationException", NextToken=token)
    # A token can be used again, for instance after an answer was lost.
    first, again = client.list_workloads(NextToken=token), client.list_workloads(NextToken=token)
    assert first["WorkloadSummaries"] == again["WorkloadSummaries"]


def case_twenty_lenses_at_most(wire):
    from made import published

    client = wire.client()
    id = workload(client)
    arns = [published(client, f"Lens {number}") for number in range(15)]
    refused(client.associate_lenses, "ValidationException", WorkloadId=id, LensAliases=arns[:11])
    client.associate_lenses(WorkloadId=id, LensAliases=arns[:10])
    client.associate_lenses(WorkloadId=id, LensAliases=arns[10:])
    assert len(client.get_workload(WorkloadId=id)["Workload"]["Lenses"]) == 16
