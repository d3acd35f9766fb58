import base64
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from petition import env
from petition.lib.notes import ED25519, vkey_of

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
WITNESS_KEY = "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"


@pytest.fixture(autouse=True)
def say(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("THING", raising=False)
    monkeypatch.delenv("THING_FILE", raising=False)
    return monkeypatch


def test_a_text_is_trimmed_and_absent_means_the_default(say: pytest.MonkeyPatch) -> None:
    assert env.text("THING", "default") == "default"
    say.setenv("THING", "  words \n")
    assert env.text("THING", "default") == "words"


def test_a_secret_may_live_in_a_file(say: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n", encoding="utf-8")
    say.setenv("THING", "from the variable")
    say.setenv("THING_FILE", str(tmp_path / "secret"))
    assert env.text("THING") == "from the file"


@pytest.mark.parametrize("name", ["nowhere", ""])
def test_a_file_that_can_not_be_read_is_named(say: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    say.setenv("THING_FILE", str(tmp_path / name))
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.text("THING")


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_a_flag_is_on_or_off(say: pytest.MonkeyPatch, word: str, value: bool) -> None:
    say.setenv("THING", word)
    assert env.flag("THING", default=not value) is value


@pytest.mark.parametrize("word", ["maybe", "2", "-1", "tru"])
def test_any_other_flag_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must be 1 or 0"):
        env.flag("THING")


def test_a_number_may_touch_both_ends_of_its_range(say: pytest.MonkeyPatch) -> None:
    for word in ("1", "9"):
        say.setenv("THING", word)
        assert env.number("THING", 5, least=1, most=9) == int(word)


@pytest.mark.parametrize("word", ["0", "10", "-5", "1.5", "five", "1e1", "٣", "²", "1_0"])
def test_any_other_number_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must be a whole number from 1 to 9"):
        env.number("THING", 5, least=1, most=9)


def test_words_are_split_at_commas_and_never_empty(say: pytest.MonkeyPatch) -> None:
    say.setenv("THING", " a, ,b,")
    assert env.words("THING") == ["a", "b"]


def test_networks_are_read(say: pytest.MonkeyPatch) -> None:
    assert env.networks("THING") == ()
    say.setenv("THING", "127.0.0.1/32, 10.0.0.0/8,fd00::/8")
    assert env.networks("THING") == (ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize("word", ["10.0.0.1/8", "10.0.0.0/33", "proxy", "10.0.0.0/8 fd00::/8", "*"])
def test_a_network_that_is_none_is_named(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.networks("THING")


@pytest.mark.parametrize("word", [KEY, KEY.rstrip("="), base64.b64encode(b"k" * 32).decode()])
def test_keys_are_32_bytes_in_either_base64(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", f"{word},{KEY}")
    assert env.keys("THING") == (b"k" * 32, b"k" * 32)


def test_both_alphabets_of_base64_are_read(say: pytest.MonkeyPatch) -> None:
    key = b"\xfb\xff" * 16
    say.setenv("THING", f"{base64.b64encode(key).decode()},{base64.urlsafe_b64encode(key).decode()}")
    assert env.keys("THING") == (key, key)


@pytest.mark.parametrize("word", ["short", KEY[:-4], KEY + KEY, "ключ", "k" * 32, "k" * 43 + "!"])
def test_a_bad_key_is_refused_and_not_repeated(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING") as refused:
        env.keys("THING")
    assert word not in str(refused.value)


def test_the_key_of_identities_is_one(say: pytest.MonkeyPatch) -> None:
    say.setenv("THING", KEY)
    assert env.key("THING") == b"k" * 32
    say.setenv("THING", f"{KEY},{KEY}")
    with pytest.raises(ImproperlyConfigured, match="exactly one key"):
        env.key("THING")


def test_a_word_is_one_of_some_and_the_first_by_default(say: pytest.MonkeyPatch) -> None:
    assert env.choice("THING", ("a", "b")) == "a"
    say.setenv("THING", "b")
    assert env.choice("THING", ("a", "b")) == "b"
    say.setenv("THING", "c")
    with pytest.raises(ImproperlyConfigured, match="THING must be one of a, b"):
        env.choice("THING", ("a", "b"))


@pytest.mark.parametrize(
    "word", ["https://letters.example.org", "http://127.0.0.1:8000/", "https://[2001:db8::1]:8443"]
)
def test_a_site_is_a_scheme_and_a_host(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    assert env.site("THING", "").geturl() == word.rstrip("/")


@pytest.mark.parametrize(
    "word",
    [
        "letters.example.org",
        "ftp://letters.example.org",
        "https://",
        "https://x/letters",
        "https://x?a=b",
        "https://x#top",
        "https://ada@x",
        "https://x:port",
        "https://x:99999",
        "https://[x",
    ],
)
def test_any_other_site_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must look like"):
        env.site("THING", "")


@pytest.mark.parametrize("word", ["", "mysql://x/y", "nonsense", "sqlite:///x", "http://x/y", "postgres://h:port/db"])
def test_only_postgresql_is_a_database(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must be an address such as postgres"):
        env.database("THING")


def test_a_database_may_be_a_socket_in_a_folder(say: pytest.MonkeyPatch) -> None:
    say.setenv("THING", "postgres://petition:s%40fe@%2Fvar%2Frun%2Fpg/letters")
    config = env.database("THING")
    assert (config["HOST"], config["NAME"], config["PASSWORD"]) == ("/var/run/pg", "letters", "s@fe")


def test_a_database_address_shows_no_password_when_it_is_wrong(
    say: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    say.setenv("THING", "postgers://petition:s3cret@host/letters")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("THING")
    assert "s3cret" not in str(refused.value)
    assert not list(recwarn)


@pytest.mark.parametrize("word", ["redis://host:6379/0", "rediss://host/1", "unix:///run/redis.sock?db=0"])
def test_redis_is_a_host_or_a_socket(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    assert env.redis("THING") == word


@pytest.mark.parametrize("word", ["", "host:6379", "http://host", "amqp://host"])
def test_any_other_redis_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must be an address such as redis"):
        env.redis("THING")


def test_a_dollar_in_a_secret_is_a_dollar(say: pytest.MonkeyPatch) -> None:
    say.setenv("THING", "$HOME-made")
    assert env.text("THING") == "$HOME-made"


def test_mail_goes_through_smtp_with_tls(say: pytest.MonkeyPatch) -> None:
    say.setenv("THING", "smtp+tls://user:p%40ss@mail.example.org:587")
    config = env.mail("THING")
    assert config["EMAIL_USE_TLS"] is True
    assert (config["EMAIL_HOST"], config["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert config["EMAIL_HOST_PASSWORD"] == "p@ss"


@pytest.mark.parametrize(
    "word", ["nonsense", "http://mail.example.org", "smtp+tls://host:port", "smtp://", "consolemail://", "smtp+tsl://h"]
)
def test_an_address_that_is_no_mail_server_is_named(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING is not an address"):
        env.mail("THING")


def test_witnesses_are_keys_with_their_addresses(say: pytest.MonkeyPatch) -> None:
    assert env.witnesses("THING") == ()
    say.setenv("THING", f"  {WITNESS_KEY}@https://witness.example:8443/w1/ ")
    (witness,) = env.witnesses("THING")
    assert (witness.name, witness.url) == ("witness.example/w1", "https://witness.example:8443/w1")


@pytest.mark.parametrize(
    "word",
    [
        WITNESS_KEY,
        "https://witness.example",
        f"{WITNESS_KEY}@ftp://witness.example",
        f"{WITNESS_KEY}@https://",
        f"{WITNESS_KEY}@https://witness.example/?key=1",
        f"{WITNESS_KEY.replace('7e136b5c', '7e136b5d')}@https://witness.example",
        vkey_of("letters.example/log", ED25519, b"k" * 32) + "@https://witness.example",
        f"{WITNESS_KEY}@https://one.example {WITNESS_KEY}@https://two.example",
    ],
)
def test_any_other_witness_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.witnesses("THING")


def test_a_storage_is_a_folder_or_a_class_with_options(say: pytest.MonkeyPatch) -> None:
    assert env.storage("THING") is None
    say.setenv("THING", "/srv/logs")
    assert env.storage("THING") == {"BACKEND": "petition.lib.folder.Folder", "OPTIONS": {"location": "/srv/logs"}}
    say.setenv("THING", "storages.backends.s3.S3Storage?bucket_name=logs&region_name=eu%2D1")
    assert env.storage("THING") == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "logs", "region_name": "eu-1"},
    }


@pytest.mark.parametrize("word", ["logs", "./logs", "s3://logs", "~/logs", "a..b"])
def test_any_other_storage_is_nonsense(say: pytest.MonkeyPatch, word: str) -> None:
    say.setenv("THING", word)
    with pytest.raises(ImproperlyConfigured, match="THING must be a folder"):
        env.storage("THING")


def test_a_login_elsewhere_is_two_words_and_off_by_default(say: pytest.MonkeyPatch) -> None:
    assert env.login("THING") is None
    say.setenv("THING", "us:s:e:c")
    assert env.login("THING") == {"client_id": "us", "secret": "s:e:c"}


@pytest.mark.parametrize("value", ["us", "us:", ":secret"])
def test_half_a_login_is_nonsense(say: pytest.MonkeyPatch, value: str) -> None:
    say.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING must be id:secret"):
        env.login("THING")


def test_an_openid_provider_is_four_words_and_off_by_default(say: pytest.MonkeyPatch) -> None:
    assert env.openid("THING") is None
    say.setenv("THING", "Studio ID | https://id.example.org/realms/a|us|shh")
    app = env.openid("THING") or {}
    assert (app["name"], app["client_id"], app["secret"]) == ("Studio ID", "us", "shh")
    assert app["settings"] == {"server_url": "https://id.example.org/realms/a"}


@pytest.mark.parametrize("value", ["a|b|c", "a|https://x|c|", "a|ftp://x|c|d", "a|https://x|c|d|e"])
def test_any_other_openid_provider_is_nonsense(say: pytest.MonkeyPatch, value: str) -> None:
    say.setenv("THING", value)
    with pytest.raises(ImproperlyConfigured, match="THING must look like"):
        env.openid("THING")


def test_a_webhook_is_a_provider_with_its_secret_and_its_key(say: pytest.MonkeyPatch) -> None:
    assert env.webhook("HOOK") == ("", {})
    say.setenv("HOOK", "postmark")
    say.setenv("HOOK_SECRET", "letters:a")
    assert env.webhook("HOOK") == ("postmark", {"WEBHOOK_SECRET": ["letters:a"]})
    say.setenv("HOOK", "mailgun")
    say.setenv("HOOK_KEY", "k")
    assert env.webhook("HOOK")[1]["MAILGUN_WEBHOOK_SIGNING_KEY"] == "k"


@pytest.mark.parametrize(
    ("provider", "secret"), [("carrier-pigeon", "a:b"), ("postmark", ""), ("postmark", "ab"), ("mailgun", "a:b")]
)
def test_a_webhook_that_anybody_could_call_is_refused(say: pytest.MonkeyPatch, provider: str, secret: str) -> None:
    say.setenv("HOOK", provider)
    say.setenv("HOOK_SECRET", secret)

    with pytest.raises(ImproperlyConfigured, match="HOOK"):
        env.webhook("HOOK")
