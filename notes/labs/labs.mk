# The labs: make lab N takes a part out of the tree, make grade N says what is right and wrong, make lab-done N puts it back.
LAB      := sh notes/labs/lab.sh
LAB_ASKS := $(filter lab grade lab-done,$(firstword $(MAKECMDGOALS)))
LAB_N    := $(if $(LAB_ASKS),$(filter 1 2 3 4,$(word 2,$(MAKECMDGOALS))))

ifneq ($(LAB_N),)
$(LAB_N):
	@:
.PHONY: $(LAB_N)
endif

LAB_ENV   = BUILD='$(B)' MAKE='$(MAKE)' CC='$(CC)' CFLAGS='$(CPPFLAGS) $(CFLAGS)' LIBS='$(LDLIBS)'
lab lab-done:
	@$(LAB) $@ $(LAB_N)
grade:
	+@$(LAB_ENV) $(LAB) $@ $(LAB_N)
labs-verify:
	+@$(LAB_ENV) $(LAB) verify
labs-fill: # what the pages show of wrong answers, as the grade is now
	+@$(LAB_ENV) $(LAB) fill
.PHONY: lab grade lab-done labs-verify labs-fill

# Three programs with a fault, for the debugger: make debug PROGRAM=labs/slow.
FAULTY := $(patsubst notes/labs/debugger/%.c,$(B)/labs/%,$(wildcard notes/labs/debugger/*.c))
$(FAULTY): $(B)/labs/%: $(B)/notes/labs/debugger/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $@
labs: $(FAULTY)
debug: $(filter $(B)/$(PROGRAM),$(FAULTY))
lint: $(patsubst %,lint/%,$(wildcard notes/labs/debugger/*.c))
.PHONY: labs
