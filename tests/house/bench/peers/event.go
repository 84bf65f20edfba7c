// event.go - bench-event.c's event with Go: a goroutine writes and reads on the pair; the read waits in Go's poller.
package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"syscall"
)

func end(fd int) net.Conn {
	conn, err := net.FileConn(os.NewFile(uintptr(fd), "end"))
	if err != nil {
		panic(err)
	}
	return conn
}

func cpu() int64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return syscall.TimevalToNsec(used.Utime) + syscall.TimevalToNsec(used.Stime)
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		panic(err)
	}
	in, out := end(pair[1]), end(pair[0])
	asked, room := make(chan bool), make([]byte, 8)
	go func() { // so that the reader waits first, as a task does
		for range asked {
			out.Write([]byte("x"))
		}
	}()
	began := int64(0)
	for i := 0; i < n+1000; i++ {
		if i == 1000 {
			began = cpu()
		}
		asked <- true
		in.Read(room)
	}
	fmt.Printf("%.1f\n", float64(cpu()-began)/float64(n))
}
