# What only the tests need: cmocka, the demo's parts as a library, and the shim on which kqueue.c runs on Linux.
LINUX := $(filter Linux,$(shell uname -s))
PROGRAMS_OF_TESTS := $(wildcard tests/*/test_*.c)
TESTS := $(patsubst test_%.c,%,$(notdir $(PROGRAMS_OF_TESTS)))
$(foreach test,$(TESTS),$(if $(word 2,$(filter %/test_$(test).c,$(PROGRAMS_OF_TESTS))),$(error two tests are named test_$(test).c)))
TESTS := $(filter-out $(if $(LINUX),,shim%),$(TESTS))

# Of these, without fds: what workers do among themselves, and the lunch.
AMONG := barrier cancel cancel_passed cancel_sweep clock coro coro_frames gather group io_memory locks loop_order property property_sweep queue record \
         restaurant restaurant_events restaurant_view stack stack_frames stuck sync task timeout timer wait with
TESTS := $(if $(filter none,$(BACKEND)),$(filter $(AMONG),$(TESTS)),$(TESTS))

# What `make check` says is the same in every variant; what the gallery's programs do, the sanitizers see, too.
TESTS := $(filter-out $(if $(VARIANT),misuse_check $(if $(SANITIZE),,misuse_gallery)),$(TESTS))

T     := $(B)/tests

ifeq ($(BACKEND)$(LINUX),kqueueLinux)
SOURCES  += tests/house/shim/event.c
endif
ifdef LINUX
$(T)/%.o $(B)/loop/kqueue.o: CPPFLAGS += -isystem tests/house/shim
endif

# What the tests share.
SHARED := $(wildcard tests/lib/*.c) $(if $(LINUX),$(wildcard tests/house/shim/event.c))

$(T)/libshared.a: $(SHARED:%.c=$(B)/%.o)
$(T)/libshared.list: MEMBERS = $(SHARED)

$(foreach test,$(PROGRAMS_OF_TESTS),$(eval $(T)/$(basename $(notdir $(test))): $(test:%.c=$(B)/%.o)))
$(TESTS:%=$(T)/test_%): $(T)/libshared.a $(DEMO) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(T)/libshared.a $(DEMO) $(LIBRARY) $(LDLIBS) -lcmocka -o $@

# The core alone, by a plain link line: without those who listen to it, and the one call that names them left out.
WATCHERS := $(basename $(wildcard loop/watch/*.c coro/watch/*.c))
CORE     := $(T)/core_run.o $(filter-out $(WATCHERS:%=$(B)/%.o) $(B)/coro/run.o,$(OBJECTS))

$(T)/core_run.o: coro/run.c
	@mkdir -p $(@D)
	$(call quiet,CC    $@)$(CC) $(CPPFLAGS) -DASYNC_UNWATCHED $(CFLAGS) -c $< -o $@

CORED := tests/house/example/three.c $(filter demo/examples/hello.c demo/article/%,$(MAINS))
$(foreach main,$(CORED),$(eval $(T)/core_$(basename $(notdir $(main))): $(main:%.c=$(B)/%.o)))
CORED := $(patsubst %.c,$(T)/core_%,$(notdir $(CORED)))
$(CORED): $(CORE)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(LDLIBS) -o $@

$(B)/json-check: $(T)/house/json-check.o $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ -o $@

# The rules of asyncio, each as a C and a Python program that print the same lines: tests/house/conform.sh tells.
PAIRS := $(patsubst %.c,$(B)/%,$(wildcard tests/house/conform/*.c))

$(PAIRS): %: %.o $(T)/libshared.a $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $@

# The C side against the stored lines; and each pair with a fault in the library, which it must notice.
$(T)/conform_%.sh: $(PAIRS)
	@printf '#!/bin/sh\n%s sh tests/house/conform.sh $* $(B)\n' "CC='$(CC)' CFLAGS='$(CPPFLAGS) $(CFLAGS)' LIBS='$(LDLIBS)'" >$@ && chmod +x $@

# HTTP's rules for a client: each test with a fault in the library, which it must notice.
$(T)/http_musts.sh: $(T)/test_musts $(T)/test_musts_reply $(T)/test_redirect $(T)/test_request $(T)/test_retry_after $(T)/test_url_resolve tests/house/musts.sh tests/house/musts.txt
	@printf '#!/bin/sh\n%s exec sh tests/house/musts.sh $(B)\n' "CC='$(CC)' CFLAGS='$(CPPFLAGS) $(CFLAGS)' LIBS='$(LDLIBS)'" >$@ && chmod +x $@

# GNU parallel over two sshd, one of which dies.
$(T)/machines_test.sh: $(B)/genderize $(B)/kitchen tests/house/machines.sh
	@printf '#!/bin/sh\nexec sh tests/house/machines.sh $(B)\n' >$@ && chmod +x $@

conform: $(PAIRS)
	@sh tests/house/conform.sh python $(B)


# The debugger's golden sessions, with programs of several compilers; of those that are not there, none.
GDB_ON := $(foreach v,gcc-O0 gcc-O2 clang-Og clang-O2,$(if $(shell command -v $(firstword $(subst -, ,$v))),$(T)/gdb/$v/workers))
GDB_OF := tests/house/gdb/workers.c tests/house/gdb/twins.c $(wildcard coro/*.c coro/many/*.c coro/watch/*.c loop/watch/*.c) $(filter-out $(BACKENDS),$(wildcard loop/*.c)) $(if $(LINUX),loop/epoll.c,loop/kqueue.c)

$(GDB_ON): $(T)/gdb/%/workers: $(GDB_OF) $(wildcard loop/*.h loop/*/*.h coro/*.h coro/*/*.h tests/house/gdb/*.h)
	@mkdir -p $(@D)
	$(call quiet,CC    $@)$(subst -, -,$*) -g3 $(if $(findstring clang,$*),-fdebug-macro) -std=c11 -pthread -D_POSIX_C_SOURCE=200809L \
	  -I. $(WARN_ALL) $(GDB_OF) -o $@

$(T)/gdb_sessions.sh: $(GDB_ON)
	@printf '#!/bin/sh\nexec sh tests/house/gdb.sh $(B)\n' >$@ && chmod +x $@

# The article's programs beside the article.
$(T)/article_lines.sh: $(wildcard demo/article/*.c tests/house/article/*.py) tests/house/article.sh tests/house/article.awk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/article.sh\n' >$@ && chmod +x $@

# The notes' listings beside the code.
$(T)/notes_listings.sh: tests/house/notes.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/notes.sh $(B)\n' >$@ && chmod +x $@

# The examples, beside what they should print, and beside their twins; and what is dropped into the tree.
EXAMPLES := $(wildcard $(patsubst %.c,%.txt,$(filter demo/examples/%,$(MAINS))))
AROUND   := $(if $(filter none,$(BACKEND)),,$(T)/site $(T)/guests $(T)/crowd)
$(AROUND): $(T)/%: $(B)/tests/house/example/%.o $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $@
$(T)/examples.sh: $(EXAMPLES) $(EXAMPLES:demo/examples/%.txt=$(B)/%) $(AROUND) tests/house/examples.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/examples.sh $(B) $(EXAMPLES)\n' >$@ && chmod +x $@

$(T)/adding.sh: tests/house/adding.sh $(T)/libshared.a $(DEMO) $(LIBRARY)
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/adding.sh $(B)\n' >$@ && chmod +x $@

$(T)/home.sh: $(AMALGAM) tests/house/home.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\n%s exec sh tests/house/home.sh $(B)\n' "JSMN_DIR='$(JSMN_DIR)'" >$@ && chmod +x $@

$(T)/running.sh: tests/house/running.sh tests/house/run.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/running.sh\n' >$@ && chmod +x $@

$(T)/breaches.sh: tests/house/breaches.sh tests/house/lint.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/breaches.sh\n' >$@ && chmod +x $@

# A fresh clone, and the README's first command.
$(T)/first_visit.sh: tests/house/first_visit.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/first_visit.sh\n' >$@ && chmod +x $@

# The restaurant's page, in a browser: with the program, and with recorded runs.
$(T)/page_test.sh: $(B)/restaurant $(B)/restaurant.html $(B)/page/recorded.html $(wildcard tests/house/page/*)
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/page/page.sh $(B)\n' >$@ && chmod +x $@

# The commands that the texts print.
$(T)/commands.sh: all tests/house/commands.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/commands.sh $(B)\n' >$@ && chmod +x $@

# What the texts speak of.
$(T)/texts.sh: tests/house/texts.sh README.md CHANGES.md CONTRIBUTING.md tests/README.md $(wildcard notes/*.md notes/course/*.md notes/labs/*.md)
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/texts.sh $(PROGRAMS)\n' >$@ && chmod +x $@

# The ladder of the course, from outside.
$(T)/ladder_steps.sh: $(LADDER) tests/house/ladder.py
	@mkdir -p $(@D)
	@printf '#!/bin/sh\ncommand -v python3 >/dev/null || { echo "ok 1 # SKIP ladder: no python3"; exit 0; }\nexec python3 tests/house/ladder.py $(B)\n' >$@ && chmod +x $@

# The course beside the code.
$(T)/course_true.sh: $(LADDER) $(RUNGS:%=$(B)/notes/ladder/%.o) tests/house/course.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/course.sh $(B)\n' >$@ && chmod +x $@

# The labs: what verifies them calls make for the tests that they are graded by, of which make knows here.
LAB_TESTS := $(foreach test,$(sort $(shell cut -d' ' -f1 notes/labs/*/tests.txt)),$(B)/$(patsubst %.c,%.o,$(wildcard tests/*/$(test).c)))
$(T)/labs_test.sh: $(LAB_TESTS) $(FAULTY) $(T)/libshared.a $(DEMO) $(LIBRARY) $(wildcard notes/labs/*.* notes/labs/[1-9]/*) tests/house/labs.sh
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexport %s\nexec sh tests/house/labs.sh $(B)\n' "BUILD='$(B)' MAKE=: CC='$(CC)' CFLAGS='$(CPPFLAGS) $(CFLAGS)' LIBS='$(LDLIBS)'" >$@ && chmod +x $@

# The lunch without fds, which a make of its own builds, beside the plain one.
WITHOUT_FDS := $(filter hello restaurant,$(PROGRAMS))

$(T)/none_test.sh: $(WITHOUT_FDS:%=$(B)/%)
	+@$(MAKE) -s BACKEND=none $(WITHOUT_FDS:%=$(B)/none/%) $(if $(CAN_WASM),$(B)/none/restaurant.wasm)
	@mkdir -p $(@D) && printf '#!/bin/sh\nexec sh tests/house/none.sh $(B)\n' >$@ && chmod +x $@
.PHONY: $(T)/none_test.sh $(T)/examples.sh

ifneq ($(BACKEND),none)
include tests/house/fuzz/fuzz.mk
include tests/house/faults/faults.mk
include tests/house/path/path.mk
endif

BESIDE := $(if $(wildcard tests/house/json-check.c),$(B)/json-check) \
          $(if $(filter none,$(BACKEND)),,$(CORED)) # they make requests

# The gallery of mistakes is shown to both compilers, as `make` and `make lint` call them.
LINT = gcc $(CPPFLAGS) -std=c11 $(WARN_GCC) -fanalyzer -O0
test: export MISUSE_GCC   = gcc $(CPPFLAGS) -std=c11 -pthread $(WARN_GCC) $(firstword $(OPTIMIZE))
test: export MISUSE_CLANG = clang $(CPPFLAGS) -std=c11 -pthread $(WARN_CLANG) $(firstword $(OPTIMIZE))
test: export MISUSE_LINT  = $(LINT)
test: export MISUSE_LINK  = $(CC) $(CFLAGS)
test: export MISUSE_CHECK = $(CHECKED_AS)

# Faults in the library, the debugger's sessions and what a text says are the same in every variant: tried in one.
HOUSE := conform_mutants gdb_sessions article_lines notes_listings none_test adding running breaches texts page_test http_musts machines_test home \
         $(if $(LINUX),path_test first_visit commands bench_counts course_true) labs_test
SUITE := $(TESTS:%=$(T)/test_%) $(T)/examples.sh $(if $(filter none,$(BACKEND)),,$(T)/conform_test.sh $(T)/fuzz_sample.sh) \
         $(if $(LINUX),$(if $(filter epoll,$(BACKEND)),$(T)/faults_sample.sh $(T)/ladder_steps.sh)) $(if $(VARIANT),,$(HOUSE:%=$(T)/%.sh))
test: all $(BESIDE) $(SUITE)
	@REQUIRE=$(REQUIRE) sh tests/house/run.sh $(SUITE)

# What the compilers pass over in a file of anybody's: make check FILE=mine.c (tests/house/check.sh).
CHECKED_AS = $(filter-out -MMD -MP,$(CPPFLAGS)) -std=c11 -pthread
CHECK      = sh tests/house/check.sh '$(CHECKED_AS)'
check:
	@$(CHECK) $(FILE)

# The compilers' slower eyes, each on every file; then the rules that only we know.
LINTED := $(filter-out loop/kqueue.c,$(wildcard $(ROOMS:%=%/*.c) demo/*.c demo/*/*.c))
lint: $(LINTED:%=lint/%) $(LIBRARY) $(FUZZED:%=$(F)/%.o)
	@sh tests/house/lint.sh $(B)
	@sh tests/house/budget.sh
	@sh tests/house/format.sh
# What a coroutine's frame keeps, and the frame itself, is not lost when the function returns, but gcc's analyzer cannot know that.
lint/%:
	@$(LINT) $$(grep -qE '^	ASYNC\(|^struct coro \*coro_push' $* && echo -Wno-analyzer-malloc-leak) -MF /dev/null -c $* -o /dev/null
	@clang $(CPPFLAGS) -std=c11 -Wall -Wextra -Wconditional-uninitialized -Werror -MF /dev/null -fsyntax-only $*
	@! grep -q '^	ASYNC(' $* || $(CHECK) $*
	@! grep -q '^	ASYNC(' $* || clang $(CPPFLAGS) -std=c11 -MF /dev/null --analyze --analyzer-no-default-checks \
	  -Xclang -analyzer-checker=core -Xclang -analyzer-disable-checker=core.NullDereference -Xclang -analyzer-werror -o /dev/null $*

ifneq ($(BACKEND),none) # they measure requests
include tests/house/bench/bench.mk
endif
