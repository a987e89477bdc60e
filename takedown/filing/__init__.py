"""Filing: what a person pastes, uploads and ticks off on a platform's own form."""
