// Checks a log as it is served or exported, by the code of Go's checksum database: golang.org/x/mod/sumdb.
//
// Everything that decides is that code: the note and its signature (note.Open), every tile of hashes
// (tlog.TileHashReader), each entry's place (tlog.CheckRecord) and the way from an earlier checkpoint to
// the present one (tlog.CheckTree). What entries say is not read.
//
// Exit status: 0 the log holds, 1 it does not, 2 the question was not understood.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
)

const usage = `check-log [-vkey KEY] [-earlier NOTE]... [-entries 0,17] LOG
LOG is a folder or an address that holds checkpoint, tile/ and, unless -vkey gives the key, vkey.
`

// list collects an option that may be given many times.
type list []string

func (l *list) String() string     { return strings.Join(*l, " ") }
func (l *list) Set(s string) error { *l = append(*l, s); return nil }

func main() {
	var earlier list
	vkey := flag.String("vkey", "", "the log's key; without it, the one that lies in the log")
	entries := flag.String("entries", "", "indexes to prove; without it, some from all over the log")
	flag.Var(&earlier, "earlier", "a file with an earlier checkpoint")
	flag.Usage = func() { fmt.Fprint(os.Stderr, usage); flag.PrintDefaults() }
	flag.Parse()
	wanted, err := numbers(*entries)
	if err != nil || flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := check(flag.Arg(0), *vkey, earlier, wanted); err != nil {
		fmt.Printf("BAD %v\n", err)
		os.Exit(1)
	}
}

func numbers(text string) ([]int64, error) {
	var found []int64
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	return found, nil
}

func check(where, vkey string, earlier []string, wanted []int64) error {
	log, err := open(where, vkey)
	if err != nil {
		return err
	}
	tiles, err := log.authenticateTiles()
	if err != nil {
		return err
	}
	if err := log.recomputeLeaves(); err != nil {
		return err
	}
	proven, err := log.proveEntries(wanted)
	if err != nil {
		return err
	}
	for _, file := range earlier {
		if err := log.proveGrowth(file); err != nil {
			return err
		}
	}
	fmt.Printf("OK %s: %d entries, %d tiles authenticated, %d entries proven, consistent with %d earlier checkpoints\n",
		log.verifier.Name(), log.tree.N, tiles, proven, len(earlier))
	return nil
}
