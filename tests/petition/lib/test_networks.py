import logging
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.lib import networks

TRUSTED = (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def client(remote: str, forwarded: str | None = None) -> str:
    meta = {"REMOTE_ADDR": remote} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    return networks.client_address(meta, TRUSTED)


@pytest.fixture(autouse=True)
def unwarned() -> None:
    networks._warn_of_a_forged_header.cache_clear()


def test_without_a_proxy_the_client_is_who_connects() -> None:
    assert client("192.0.2.1") == "192.0.2.1"


def test_a_trusted_proxy_is_believed() -> None:
    assert client("127.0.0.1", "192.0.2.1") == "192.0.2.1"


def test_a_stranger_can_not_name_another_as_the_client(caplog: pytest.LogCaptureFixture) -> None:
    assert client("198.51.100.7", "192.0.2.1") == "198.51.100.7"


def test_a_forged_header_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "petition.lib.networks"):
        client("198.51.100.7", "192.0.2.1")
        client("198.51.100.8", "192.0.2.1")
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "198.51" not in caplog.text


def test_only_the_nearest_untrusted_hop_counts() -> None:
    assert client("10.0.0.1", "203.0.113.9, 192.0.2.1, 10.2.3.4") == "192.0.2.1"


def test_when_every_hop_is_ours_the_farthest_is_the_client() -> None:
    assert client("127.0.0.1", "10.1.1.1, 10.2.2.2") == "10.1.1.1"


@pytest.mark.parametrize("garbage", ["unknown", "", "999.1.1.1", "<script>", "_hidden"])
def test_the_walk_ends_where_a_hop_is_no_address(garbage: str) -> None:
    assert client("127.0.0.1", f"192.0.2.1, {garbage}, 10.2.2.2") == "10.2.2.2"


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        ("192.0.2.1:4711", "192.0.2.1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_hops_are_read_however_a_proxy_writes_them(hop: str, address: str) -> None:
    assert client("127.0.0.1", hop) == address


def test_an_ipv4_proxy_is_known_in_its_ipv6_clothes() -> None:
    assert client("::ffff:127.0.0.1", "192.0.2.1") == "192.0.2.1"


def test_a_socket_in_the_file_system_has_no_client() -> None:
    assert client("") == ""
    assert client("", "192.0.2.1") == ""


@given(st.text())
def test_no_header_breaks_the_reading(header: str) -> None:
    assert networks.prefix(client("127.0.0.1", header))


def test_mapped_addresses_are_ipv4() -> None:
    assert networks.prefix("::ffff:192.0.2.1") == networks.prefix("192.0.2.1") == "192.0.2.1/32"


def test_ipv6_counts_by_the_first_64_bits() -> None:
    assert networks.prefix("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert networks.prefix("2001:db8:1:2::9") == networks.prefix("2001:db8:1:2:ffff::1")
    assert networks.prefix("2001:db8:1:2::9") != networks.prefix("2001:db8:1:3::9")


def test_a_site_is_the_first_48_bits() -> None:
    assert networks.wide_prefix("2001:db8:1:2::9") == networks.wide_prefix("2001:db8:1:ffff::9") == "2001:db8:1::/48"
    assert networks.wide_prefix("192.0.2.1") is None
    assert networks.wide_prefix("::ffff:192.0.2.1") is None


@given(st.ip_addresses())
def test_a_prefix_fits_its_column(address: object) -> None:
    assert 0 < len(networks.prefix(str(address))) <= 49
