# make                   everything, built for the debugger (-O0 -g3)
# make help              this list
#
# To see it run
# make article           the article's programs, one after the other
# make demo              its 100 names: one after the other, then all at once    (COOK=1200: two minutes)
# make debug             gdb on the restaurant    (PROGRAM=any in demo/, ARGS=its arguments)
# make page              the restaurant as one HTML file that runs the program: build/restaurant.html
# make curve             time against the number of names: half a minute
#
# To learn from it
# make course            the course's listings, outputs and links: are they today's?    (course-write puts them in)
# make lab 1             a part of the tree is yours to write; make grade 1, make lab-done 1    (1 to 4)
# make labs              three programs with a fault each, for the debugger (notes/labs/debugger.md)
# make ladder-table      what each step of the course costs, here and now
# make path              what the article's asynchronous program runs through, in reading order
# make poster            that program beside its C, and one turn of the loop: build/poster.html, and a PDF
# make stills            ten pictures for slides, drawn from records: build/stills/
# make site              page, poster and notes in one folder
#
# To take it home
# make check FILE=mine.c the mistakes in coroutines that compilers pass over
# make amalgam           the library as two files, build/amalgam/async.h and async.c
# make install           headers, library and async.pc    (PREFIX=/usr/local DESTDIR= RELEASE=1); uninstall
# make wasm              the restaurant for a browser, and node: demo/restaurant/restaurant.mjs
#
# To change it
# make test              every test, offline    (REQUIRE=all: one that is skipped is a failure)
# make lint              what the compilers' slower eyes see
# make conform           the rules of asyncio: Python again, beside the C
# make bench-counts      instructions, system calls, allocations, bytes: none may rise. Twenty seconds
# make bench             loop and session against floors and peers: four minutes
# make bench-growth      the same for up to a million names
# make faults            each system call and each allocation fails once: four minutes, clang
# make fuzz              any bytes for every parser: TIME=60 seconds, clang; fuzz-faults: it finds planted ones
# make notes             the notes' listings as the code is now
# make recording         the moving picture of the README
# make clean             removes build/
#
# Variants, each in a folder of its own:
# BACKEND=epoll|kqueue|poll|none  RELEASE=1  SANITIZE=1  CC=clang      V=1 shows the commands

BACKEND  ?= $(if $(filter Linux,$(shell uname -s)),epoll,kqueue)
JSMN_DIR ?= /usr/include
PROGRAM  ?= restaurant

VARIANT := $(if $(filter clang%,$(CC)),-clang)$(addprefix -,$(filter-out epoll,$(BACKEND)))$(if $(SANITIZE),-sanitize)
B       := build$(if $(RELEASE),/release)$(if $(FUZZER),/fuzzer)$(if $(VARIANT),/$(VARIANT:-%=%))

comma    := ,
CLANG    := $(findstring clang,$(shell $(CC) --version))
WARN_ALL := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wimplicit-fallthrough -Wmissing-prototypes -Wstrict-prototypes \
            -Wwrite-strings -Wundef
WARN_GCC := $(WARN_ALL) -Wjump-misses-init -Wno-format-truncation
WARN_CLANG := $(WARN_ALL) -Wconditional-uninitialized
WARN     := $(if $(CLANG),$(WARN_CLANG),$(WARN_GCC))
OPTIMIZE := $(if $(RELEASE),-O2 -g,-O0 -g3 $(if $(CLANG),-fdebug-macro))
CHECKED  := $(if $(SANITIZE),-fsanitize=address$(comma)undefined -fno-sanitize-recover=all)
CFLAGS   += -std=c11 -pthread $(OPTIMIZE) $(WARN) $(CHECKED)
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -I. -isystem $(JSMN_DIR) -MMD -MP
LDLIBS   += $(if $(filter none,$(BACKEND)),,-lssl -lcrypto -lm)
quiet     = $(if $(V),,@echo "  $(1)" && )

ROOMS    := loop loop/watch coro coro/many coro/net coro/watch http http/parse
BACKENDS := $(shell grep -l '^const char backend_name' loop/*.c)
$(if $(filter loop/$(BACKEND).c,$(BACKENDS)),,$(error BACKEND=$(BACKEND) is none of these: $(BACKENDS)))
SOURCES  := $(filter-out $(BACKENDS),$(wildcard $(ROOMS:%=%/*.c))) loop/$(BACKEND).c
LIBRARY  := $(B)/libasync.a
OBJECTS   = $(SOURCES:%.c=$(B)/%.o)

# Without fds, signals and threads: none.c stands for the files that know them, and what needs them is left out.
ifeq ($(BACKEND),none)
SOURCES  := $(filter-out $(BACKENDS) loop/doorbell.c loop/offload.c loop/signal.c coro/many/thread.c,$(wildcard $(patsubst %,%/*.c,$(filter-out coro/net http,$(ROOMS))))) loop/none.c
endif

all:

ifneq ($(BACKEND),none)
# The whole library as two files, for a project that wants no more.
HEADERS := async.h $(wildcard $(ROOMS:%=%/*.h))
AMALGAM := $(B)/amalgam/async.c
amalgam: $(AMALGAM)
$(AMALGAM): tests/house/amalgam.awk LICENSE $(HEADERS) $(filter-out tests/%,$(SOURCES)) loop/epoll.c loop/kqueue.c loop/poll.c
	@mkdir -p $(@D)
	$(call quiet,AWK   $@)awk -f $< $(@D) async.h $(filter-out $(BACKENDS),$(filter %.c,$^)) $(filter $(BACKENDS),$^)

# The headers include each other by their rooms' names: so they lie in a folder of their own, which -I names.
PREFIX ?= /usr/local
TO      = $(DESTDIR)$(PREFIX)
install: $(LIBRARY)
	@mkdir -p $(ROOMS:%=$(TO)/include/async/%) $(TO)/lib/pkgconfig
	@for header in $(HEADERS); do install -m 644 $$header $(TO)/include/async/$$header || exit; done
	@install -m 644 $(LIBRARY) $(TO)/lib
	@printf '%s\n' 'prefix=$(PREFIX)' 'Name: async' 'Description: event loop, coroutines and HTTP for C11' \
	  "Version: $$(sed -n 's/^#define ASYNC_VERSION "\(.*\)".*/\1/p' async.h)" 'Requires: openssl >= 3' \
	  'Cflags: -I$${prefix}/include/async$(if $(filter /usr/include,$(JSMN_DIR)),, -I$(JSMN_DIR)) -pthread' \
	  'Libs: -L$${prefix}/lib -lasync -lm -pthread' >$(TO)/lib/pkgconfig/async.pc
	@echo "installed below $(TO)"

uninstall:
	rm -rf $(TO)/include/async $(TO)/lib/libasync.a $(TO)/lib/pkgconfig/async.pc
endif

include demo/demo.mk
ifeq ($(shell uname -s)$(BACKEND),Linuxepoll)
include notes/ladder/ladder.mk
endif
include notes/labs/labs.mk
include tests/tests.mk

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(LIBRARY): $(OBJECTS)

# An archive depends on the list of its members, too, which is written anew when it changes: so a file that is gone leaves it.
$(B)/%.a: $(B)/%.list
	$(call quiet,AR    $@)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(B)/%.list: FORCE
	@mkdir -p $(@D) && echo '$(MEMBERS)' >$@.new && { cmp -s $@ $@.new || cp $@.new $@; } && rm $@.new

$(LIBRARY:.a=.list): MEMBERS = $(OBJECTS)

help:
	@sed -n '/^#/!q;s/^# \{0,1\}//p' Makefile

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
FORCE:
.PHONY: all help amalgam install uninstall demo test conform debug check lint clean FORCE
.SECONDARY:
