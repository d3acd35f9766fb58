package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkedLog is a log whose checkpoint's signature was found good.
type checkedLog struct {
	read     source
	verifier note.Verifier
	tree     tlog.Tree
	hashes   tlog.HashReader // every hash that comes out of it is proven to be in the tree
}

func open(where, vkey string) (*checkedLog, error) {
	read := sourceOf(where)
	if vkey == "" {
		lying, err := read("vkey")
		if err != nil {
			return nil, err
		}
		vkey = strings.TrimSuffix(string(lying), "\n")
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("vkey: %w", err)
	}
	signed, err := read("checkpoint")
	if err != nil {
		return nil, err
	}
	tree, err := openCheckpoint(signed, verifier)
	if err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	reader := &tileReader{read: read, known: map[tlog.Tile][]byte{}}
	return &checkedLog{read, verifier, tree, tlog.TileHashReader(tree, reader)}, nil
}

// openCheckpoint reads a c2sp.org/tlog-checkpoint without extension lines, whose origin is the key's name.
func openCheckpoint(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("not an origin, a size and a root")
	}
	if lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("is of %q, the key is of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("malformed size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, err
	}
	if size == 0 && root != sha256.Sum256(nil) {
		return tlog.Tree{}, errors.New("an empty tree with the root of another")
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// authenticateTiles asks for every hash of every level, so that no tile stays unread, and counts the tiles.
func (l *checkedLog) authenticateTiles() (int, error) {
	count := 0
	for level := 0; l.tree.N>>(height*level) > 0; level++ {
		for n := int64(0); n < l.width(level); n += 1 << height {
			if _, err := l.hashesFrom(level, n); err != nil {
				return count, fmt.Errorf("%s: %w", pathOf(l.tile(level, n)), err)
			}
			count++
		}
	}
	return count, nil
}

// width is how many hashes the tiles of this level hold together.
func (l *checkedLog) width(level int) int64 { return l.tree.N >> (height * level) }

// tile is the tile of this level that begins with hash number n.
func (l *checkedLog) tile(level int, n int64) tlog.Tile {
	width := l.width(level) - n
	if width > 1<<height {
		width = 1 << height
	}
	return tlog.Tile{H: height, L: level, N: n >> height, W: int(width)}
}

// hashesFrom returns the authenticated hashes of the tile of this level that begins with hash number n.
func (l *checkedLog) hashesFrom(level int, n int64) ([]tlog.Hash, error) {
	indexes := make([]int64, l.tile(level, n).W)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(height*level, n+int64(i))
	}
	return l.hashes.ReadHashes(indexes)
}

// recomputeLeaves compares every entry with its authenticated leaf hash.
func (l *checkedLog) recomputeLeaves() error {
	for n := int64(0); n < l.tree.N; n += 1 << height {
		path := bundlePathOf(l.tile(0, n))
		bundle, err := l.read(path)
		if err != nil {
			return err
		}
		leaves, err := l.hashesFrom(0, n)
		if err != nil {
			return err
		}
		for i, leaf := range leaves {
			entry, rest, err := cut(bundle)
			if err != nil {
				return fmt.Errorf("%s, entry %d: %w", path, n+int64(i), err)
			}
			if tlog.RecordHash(entry) != leaf {
				return fmt.Errorf("%s, entry %d is not the one in the tree", path, n+int64(i))
			}
			bundle = rest
		}
		if len(bundle) > 0 {
			return fmt.Errorf("%s goes on for %d bytes after its last entry", path, len(bundle))
		}
	}
	return nil
}

// cut takes the first entry off a bundle: two bytes of length, then the entry.
func cut(bundle []byte) (entry, rest []byte, err error) {
	if len(bundle) < 2 {
		return nil, nil, errors.New("the bundle ends before it")
	}
	length := int(binary.BigEndian.Uint16(bundle))
	if len(bundle) < 2+length {
		return nil, nil, errors.New("the bundle ends within it")
	}
	return bundle[2 : 2+length], bundle[2+length:], nil
}
