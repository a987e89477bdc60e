"""The ways a name is recognised: one file each, all of the shape of `matcher.text.forms.Way`."""
