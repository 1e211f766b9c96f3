"""How properties are tested: by their examples alone, since a busy machine makes any deadline a matter of luck."""

from hypothesis import settings

settings.register_profile("mailvote", deadline=None)
settings.load_profile("mailvote")
