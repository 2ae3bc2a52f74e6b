"""Payment systems: the interface that each fulfils, the sandbox, Stripe; others come by the entry points."""
