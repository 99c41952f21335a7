"""Sites made up for tests: pages whose every line is known to be body, promo or furniture."""
