"""From a recipe to a plan, from a plan to a file: de-identification to PS3.15 Annex E."""
