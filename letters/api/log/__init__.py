"""The public logs over HTTP, for machines: C2SP tlog-tiles' static files, and what opens and explains their entries."""
