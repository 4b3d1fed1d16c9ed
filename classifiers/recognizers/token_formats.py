"""What vendors say their tokens look like: the facts, as a table.

Where a vendor promises no length ("treat it as opaque", "may grow"), ``longest`` is open: then all that could belong
to the token is taken, so that redaction leaves no rest of it.
"""

from __future__ import annotations

from dataclasses import dataclass

BASE62 = "A-Za-z0-9"
WORD = "A-Za-z0-9_"
URL_SAFE = "A-Za-z0-9_-"
DOTTED = "A-Za-z0-9_.-"


@dataclass(frozen=True, slots=True)
class TokenFormat:
    """A prefix, and how many characters of which alphabet follow it."""

    label: str
    vendor: str
    prefixes: tuple[str, ...]
    alphabet: str  # of a character class
    shortest: int
    longest: int | None
    source: str


FORMATS: tuple[TokenFormat, ...] = (
    TokenFormat(
        "secret.aws_access_key", "Amazon Web Services", ("AKIA", "ASIA", "ABIA", "ACCA"), "A-Z0-9", 16, 16,
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes",
    ),
    TokenFormat(
        "secret.github_token", "GitHub", ("ghp_", "gho_", "ghu_", "ghr_"), WORD, 36, None,
        "https://github.blog/changelog/2021-03-31-authentication-token-format-updates-are-generally-available/",
    ),
    TokenFormat(  # since April 2026 an application id and a JWT of about 520 characters
        "secret.github_token", "GitHub", ("ghs_",), DOTTED, 36, None,
        "https://github.blog/changelog/2026-04-24-notice-about-upcoming-new-format-for-github-app-installation-tokens/",
    ),
    TokenFormat(
        "secret.github_token", "GitHub", ("github_pat_",), WORD, 82, None,
        "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github",
    ),
    TokenFormat(  # 20 characters, or routable with a payload and dots
        "secret.gitlab_token", "GitLab",
        ("glpat-", "gldt-", "glrt-", "glrtr-", "glptt-", "glagent-", "gloas-", "glsoat-", "glcbt-", "glft-", "glimt-",
         "glffct-"),
        DOTTED, 20, None,
        "https://docs.gitlab.com/security/tokens/#token-prefixes",
    ),
    TokenFormat(
        "secret.slack_token", "Slack",
        ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xapp-"),
        "A-Za-z0-9-", 24, None,
        "https://docs.slack.dev/authentication/tokens",
    ),
    TokenFormat(
        "secret.stripe_key", "Stripe", ("sk_live_", "rk_live_"), BASE62, 24, None,
        "https://docs.stripe.com/keys",
    ),
    TokenFormat(
        "secret.google_api_key", "Google Cloud", ("AIza",), URL_SAFE, 35, 35,
        "https://docs.cloud.google.com/docs/authentication/api-keys",
    ),
    TokenFormat(
        "secret.npm_token", "npm", ("npm_",), BASE62, 36, None,
        "https://github.blog/2021-09-23-announcing-npms-new-access-token-format/",
    ),
    TokenFormat(
        "secret.openai_key", "OpenAI", ("sk-proj-", "sk-svcacct-", "sk-admin-"), URL_SAFE, 40, None,
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    TokenFormat(  # keys of users, before there were projects
        "secret.openai_key", "OpenAI", ("sk-",), BASE62, 48, 48,
        "https://platform.openai.com/docs/api-reference/authentication",
    ),
    TokenFormat(
        "secret.anthropic_key", "Anthropic", ("sk-ant-",), URL_SAFE, 80, None,
        "https://docs.claude.com/en/api/overview",
    ),
    TokenFormat(  # 69 characters in all
        "secret.sendgrid_key", "Twilio SendGrid", ("SG.",), DOTTED, 66, 66,
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    ),
)  # fmt: skip
