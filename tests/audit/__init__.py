"""`make audit`: every page measured with Lighthouse, beside two other builders'."""
