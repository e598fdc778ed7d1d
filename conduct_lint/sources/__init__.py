"""Where texts come from: each source yields `Text` values and is the only place that touches disk, git or network."""
