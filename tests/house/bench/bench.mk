# The measurements: built for speed, in build/release. make bench takes four minutes.
BENCH              := $(B)/bench-client $(B)/bench-floor $(B)/bench-costs $(B)/bench-steps $(B)/bench-event
bench-client_PARTS := measure allocations
bench-floor_PARTS  := measure floor_link
bench-costs_PARTS  := costs_bare costs_task costs_timer allocations
bench-steps_PARTS  := allocations

$(B)/bench-client $(B)/bench-costs $(B)/bench-steps: WRAP := -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

.SECONDEXPANSION:
$(BENCH): $(B)/%: $(T)/house/bench/%.o $$(addprefix $(T)/house/bench/,$$(addsuffix .o,$$($$*_PARTS))) $(B)/demo/limits.o $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(LIBRARY) $(LDLIBS) $(WRAP) -o $@

ifdef RELEASE
all: $(BENCH)
endif
ifdef LINUX # one is tested; the others must be there when they are needed
test: $(if $(VARIANT),$(B)/bench-client,$(BENCH))
endif

# What repeats exactly, against what it was: twenty seconds.
bench-counts:
	@$(MAKE) --no-print-directory RELEASE=1 all
	@sh tests/house/bench/counts.sh build/release

# It must notice a rise.
$(T)/bench_counts.sh: $(B)/bench-steps
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec sh tests/house/bench/counts_test.sh $(B)\n' >$@ && chmod +x $@

bench:
	@$(MAKE) --no-print-directory RELEASE=1 all
	@sh tests/house/bench/bench.sh build/release

# How time and memory grow, up to a million names: two minutes.
bench-growth:
	@$(MAKE) --no-print-directory RELEASE=1 all
	@sh tests/house/bench/growth.sh build/release
.PHONY: bench bench-counts bench-growth
