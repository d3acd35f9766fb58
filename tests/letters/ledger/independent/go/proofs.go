package main

import (
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/tlog"
)

// proveEntries proves that the wanted entries are in the tree, or some from all over it.
func (l *checkedLog) proveEntries(wanted []int64) (int, error) {
	if wanted == nil {
		wanted = spread(l.tree.N)
	}
	for _, n := range wanted {
		if n < 0 || n >= l.tree.N {
			return 0, fmt.Errorf("there is no entry %d among %d", n, l.tree.N)
		}
		leaf, err := l.hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveRecord(l.tree.N, n, l.hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, n, leaf[0]); err != nil {
			return 0, fmt.Errorf("entry %d: %w", n, err)
		}
	}
	return len(wanted), nil
}

// spread chooses the first, the last and up to 64 entries between them.
func spread(size int64) []int64 {
	var chosen []int64
	for n := int64(0); n < size; n += size/64 + 1 {
		chosen = append(chosen, n)
	}
	if size > 1 && chosen[len(chosen)-1] != size-1 {
		chosen = append(chosen, size-1)
	}
	return chosen
}

// proveGrowth proves that the tree of an earlier checkpoint is the beginning of this one.
func (l *checkedLog) proveGrowth(file string) error {
	signed, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := openCheckpoint(signed, l.verifier)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if old.N > l.tree.N {
		return fmt.Errorf("the log has %d entries, and had %d", l.tree.N, old.N)
	}
	if old.N == 0 {
		return nil // every log has the empty one as its beginning
	}
	proof, err := tlog.ProveTree(l.tree.N, old.N, l.hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, l.tree.N, l.tree.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("rewritten since it had %d entries: %w", old.N, err)
	}
	return nil
}
