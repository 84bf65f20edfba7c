# The ladder: nine programs that do one job, each with one idea more. They need epoll, which is Linux's.
STEPS    := s1 s2 s3 s4 s5 s6 s7 s8 s9
RUNGS    := $(STEPS) s6_wrong order busy lunch lunch_library twice twice_library endings
LADDER   := $(RUNGS:%=$(B)/ladder/%) $(STEPS:%=$(B)/ladder/counted/%)
COUNTED  := socket connect send recv poll epoll_ctl epoll_wait close
ladder: $(LADDER)

$(RUNGS:%=$(B)/ladder/%): $(B)/ladder/%: $(B)/notes/ladder/%.o
	@mkdir -p $(@D)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o %.a,$^) $(if $(filter %.a,$^),$(LDLIBS)) -o $@

# The same, counting their system calls.
$(STEPS:%=$(B)/ladder/counted/%): $(B)/ladder/counted/%: $(B)/notes/ladder/%.o $(B)/notes/ladder/count.o
	@mkdir -p $(@D)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(COUNTED:%=-Wl,--wrap=%) -o $@

# A program of tiny.h, to the letter, on the library; and one that tiny.h cannot run.
$(filter %_library %/endings,$(RUNGS:%=$(B)/ladder/%)): $(LIBRARY)
$(B)/notes/ladder/%_library.o: $(B)/notes/ladder/%_library.c
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@
$(B)/notes/ladder/%_library.c: notes/ladder/%.c
	@mkdir -p $(@D)
	@sed 's|"tiny.h"|"coro/run.h"\n#include "coro/sleep.h"\n\n#include <stdio.h>\n#include <stdlib.h>\n#line 3 "$<"|' $< >$@

# What each step costs, measured here and now: half a minute.
ladder-table: ladder $(B)/kitchen
	@python3 notes/ladder/table.py $(B)

# Is the course what the code is today? course-write puts in what its blocks show now.
course: all ladder
	@python3 notes/course.py $(B)
notes: course-write
course-write: all ladder
	@python3 notes/course.py --write $(B)

# What the compilers' slower eyes see. `make check` knows the library's macros only.
lint: $(patsubst %,lint-rung/%,$(wildcard notes/ladder/*.c))
lint-rung/%:
	@$(LINT) -MF /dev/null -c $* -o /dev/null
	@clang $(CPPFLAGS) -std=c11 -Wall -Wextra -Wconditional-uninitialized -Werror -MF /dev/null -fsyntax-only $*
.PHONY: ladder ladder-table course course-write
