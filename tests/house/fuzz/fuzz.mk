# Fuzzing: make fuzz TIME=60 gives libFuzzer so many seconds in all; make fuzz-faults shows that it would find something.
FUZZED := $(patsubst tests/house/fuzz/%.c,%,$(filter-out tests/house/fuzz/run.c,$(wildcard tests/house/fuzz/*.c)))
TIME   ?= 60
F      := $(B)/tests/house/fuzz

# Without libFuzzer: a target and run.c, with whatever the other programs are built with.
$(FUZZED:%=$(F)/%): $(F)/%: $(F)/%.o $(F)/run.o $(DEMO) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(DEMO) $(LIBRARY) $(LDLIBS) -o $@

$(T)/fuzz_sample.sh: $(FUZZED:%=$(F)/%)
	@mkdir -p $(@D) && printf '#!/bin/sh\nexec sh tests/house/fuzz.sh sample $(F)\n' >$@ && chmod +x $@

# With it: a tree of objects that clang has put counters into.
ifdef FUZZER
CFLAGS += -fsanitize=fuzzer-no-link
$(FUZZED:%=$(F)/%.fuzzer): $(F)/%.fuzzer: $(F)/%.o $(DEMO) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) -fsanitize=fuzzer $(filter %.o,$^) $(DEMO) $(LIBRARY) $(LDLIBS) -o $@
fuzzers: $(FUZZED:%=$(F)/%.fuzzer)
endif

FUZZ_MAKE = $(MAKE) -s CC=clang SANITIZE=1 FUZZER=1
fuzz:
	+@sh tests/house/fuzz.sh can || exit 0; $(FUZZ_MAKE) fuzzers && sh tests/house/fuzz.sh long build/fuzzer/clang-sanitize/tests/house/fuzz $(TIME)
fuzz-faults:
	+@sh tests/house/fuzz.sh can || exit 0; $(FUZZ_MAKE) fuzzers && sh tests/house/fuzz.sh faults build/fuzzer/clang-sanitize/tests/house/fuzz $(TIME)
.PHONY: fuzz fuzz-faults fuzzers
