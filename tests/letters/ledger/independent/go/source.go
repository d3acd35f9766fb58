package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // c2sp.org/tlog-tiles: tiles of 256 hashes

// largest is a generous bound: a bundle is 256 entries of at most 65,535 bytes and their lengths.
const largest = 256 * (2 + 65535)

// source reads the files of a log.
type source func(path string) ([]byte, error)

func sourceOf(where string) source {
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		client := &http.Client{Timeout: 30 * time.Second}
		return func(path string) ([]byte, error) { return get(client, strings.TrimSuffix(where, "/")+"/"+path) }
	}
	return func(path string) ([]byte, error) { return os.ReadFile(filepath.Join(where, filepath.FromSlash(path))) }
}

func get(client *http.Client, address string) ([]byte, error) {
	response, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, largest+1))
}

// pathOf is the tile's path by C2SP. Go's own begins with the height, which C2SP fixes and leaves out.
func pathOf(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

// bundlePathOf is the path of the entries below a tile of level 0, where Go has tile/8/data.
func bundlePathOf(t tlog.Tile) string {
	return strings.Replace(pathOf(t), "tile/0/", "tile/entries/", 1)
}

// tileReader hands tiles to tlog.TileHashReader, which believes none of them before it has checked them.
type tileReader struct {
	read  source
	known map[tlog.Tile][]byte // authenticated ones
}

func (r *tileReader) Height() int { return height }

func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		if known, ok := r.known[tile]; ok {
			data[i] = known
			continue
		}
		read, err := r.read(pathOf(tile))
		if err != nil {
			return nil, err
		}
		if len(read) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes, not %d", pathOf(tile), len(read), tile.W*tlog.HashSize)
		}
		data[i] = read
	}
	return data, nil
}

func (r *tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, tile := range tiles {
		r.known[tile] = data[i]
	}
}
