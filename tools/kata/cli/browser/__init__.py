"""`kata browse`, in Textual. Nothing else imports it: it takes its time to load."""

from kata.cli.browser.app import Browser

__all__ = ["Browser"]
