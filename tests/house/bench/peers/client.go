// client.go - net/http under the bench client's contract: URL CAFILE N C MODE, the same JSON line. Modes: keep, cold.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

var names = strings.Fields("Alice Bob Charlie Diana Eve Frank Grace Heidi Ivan Judy Kim Laura Mallory Niaj Olivia Peggy")

func memory(field string) int {
	text, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, field) {
			kb, _ := strconv.Atoi(strings.Fields(line)[1])
			return kb
		}
	}
	return 0
}

func times() (float64, float64) {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(syscall.TimevalToNsec(used.Utime)) / 1e9, float64(syscall.TimevalToNsec(used.Stime)) / 1e9
}

func ask(client *http.Client, base, name string, opened func()) bool {
	response, err := client.Get(base + "?name=" + name)
	opened() // an open body keeps its connection
	if err != nil {
		return false
	}
	defer response.Body.Close()
	reply := map[string]interface{}{}
	return json.NewDecoder(response.Body).Decode(&reply) == nil && reply["name"] == name && len(reply) >= 4
}

func main() {
	n, _ := strconv.Atoi(os.Args[3])
	c, _ := strconv.Atoi(os.Args[4])
	pem, _ := os.ReadFile(os.Args[2])
	trust := x509.NewCertPool()
	trust.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: c, MaxIdleConnsPerHost: c, MaxIdleConns: c,
		TLSClientConfig: &tls.Config{RootCAs: trust, ClientSessionCache: tls.NewLRUClientSessionCache(c)}}}
	var errors, asked int64
	round := func(questions int64, opened func()) {
		var all sync.WaitGroup
		asked = 0
		for i := 0; i < c; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				for index := atomic.AddInt64(&asked, 1); index <= questions; index = atomic.AddInt64(&asked, 1) {
					if !ask(client, os.Args[1], names[index%16], opened) {
						atomic.AddInt64(&errors, 1)
					}
				}
			}()
		}
		all.Wait()
	}
	if os.Args[5] == "keep" {
		var gate sync.WaitGroup
		gate.Add(c)
		round(int64(c), func() { gate.Done(); gate.Wait() })
	}
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	rss0 := memory("VmRSS:")
	user, system := times()
	began := time.Now()
	round(int64(n), func() {})
	wall := time.Since(began).Seconds()
	user2, system2 := times()
	fmt.Printf("{\"n\":%d,\"c\":%d,\"wall_s\":%f,\"user_s\":%f,\"sys_s\":%f,\"rss0_kb\":%d,\"peak_kb\":%d,\"errors\":%d}\n",
		n, c, wall, user2-user, system2-system, rss0, memory("VmHWM:"), errors)
}
