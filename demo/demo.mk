COOK ?= 100

# A file with a main(), in any folder here, is a program; all other files are parts, in one archive.
MAINS    := $(shell grep -l '^int main\b' demo/*/*.c)
PARTS    := $(filter-out $(MAINS) demo/streams.c demo/usage.c demo/restaurant/still.c,$(wildcard demo/*.c demo/*/*.c))
ifeq ($(BACKEND),none)
MAINS    := demo/examples/hello.c demo/restaurant/restaurant.c
PARTS    := $(filter-out demo/restaurant/restaurant.c demo/restaurant/live.c,$(wildcard demo/restaurant/*.c)) demo/arguments.c demo/text.c \
            $(addprefix demo/view/,events.c explain_words.c source.c)
endif
PROGRAMS := $(basename $(notdir $(MAINS)))
$(foreach each,$(PROGRAMS),$(if $(word 2,$(filter %/$(each).c,$(MAINS))),$(error two programs are named $(each).c)))
DEMO     := $(B)/libdemo.a
MADE     := $(if $(filter none,$(BACKEND)),,demo/kitchen/table demo/view/timeline_page)
all: $(PROGRAMS:%=$(B)/%)

$(DEMO): $(PARTS:%.c=$(B)/%.o) $(MADE:%=$(B)/%.o)
$(DEMO:.a=.list): MEMBERS = $(PARTS)

$(foreach main,$(MAINS),$(eval $(B)/$(basename $(notdir $(main))): $(main:%.c=$(B)/%.o)))
$(patsubst demo/article/%.c,$(B)/%,$(filter demo/article/%,$(MAINS))): $(B)/demo/usage.o
$(PROGRAMS:%=$(B)/%): $(B)/demo/streams.o $(DEMO) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(DEMO) $(LIBRARY) $(LDLIBS) -o $@

article: all
	@sh demo/article.sh $(B) $(COOK)

# The kitchen's names become a C array, so that it finds them from any folder.
$(B)/demo/kitchen/table.c: demo/kitchen/names.txt
	@mkdir -p $(@D)
	$(call quiet,AWK   $<)LC_ALL=C awk -F '\t' 'BEGIN { print "#include \"demo/kitchen/api.h\"\nconst struct kitchen_name kitchen_names[] = {" } \
	  /^[^#]/ { printf "\t{\"%s\", KITCHEN_%s, %d, %d},\n", $$1, toupper($$2), $$3 * 100 + 0.5, $$4 } \
	  END { print "};\nconst size_t kitchen_names_count = sizeof kitchen_names / sizeof kitchen_names[0];" }' $< > $@.new
	@mv $@.new $@

# The page that timeline writes becomes a C array, for the same reason.
$(B)/demo/view/timeline_page.c: $(wildcard demo/view/timeline.html demo/view/timeline.css demo/view/*.js demo/view/page.awk)
	@mkdir -p $(@D)
	$(call quiet,AWK   $<)LC_ALL=C awk -v page=demo/view/timeline.html -f demo/view/page.awk > $@.new
	@mv $@.new $@

$(MADE:%=$(B)/%.o): %.o: %.c
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# The whole restaurant for a browser or node, without fds: clang, lld and Debian's wasi-libc, libclang-rt-14-dev-wasm32.
wasm:
	@$(MAKE) --no-print-directory BACKEND=none $(B)/none/restaurant.wasm

ifeq ($(BACKEND),none)
$(B)/restaurant.wasm: demo/restaurant/restaurant.c demo/streams.c $(PARTS) $(SOURCES) $(wildcard $(ROOMS:%=%/*.h) demo/*.h demo/*/*.h)
	@mkdir -p $(@D)
	$(call quiet,WASM  $@)clang --target=wasm32-wasi -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -D_WASI_EMULATED_SIGNAL -I. \
	  -idirafter $(JSMN_DIR) $(filter %.c,$^) -lwasi-emulated-signal -Wl,--strip-all -o $@
endif

# make demo COOK=1200 repeats the article's figures: 1.2 s for each name, and two minutes for all of them.
demo: all
	@sh demo/demo.sh $(B) $(COOK)

# gdb on any program here, with a kitchen beside it if the program needs one: make debug PROGRAM=fetch ARGS=https://localhost
debug: all
	@sh demo/debug.sh $(B) $(PROGRAM) $(ARGS)

# Each listing of the notes is cut from the file that it names: notes/cut.sh.
notes: all
	@BUILD=$(B) sh notes/cut.sh README.md notes/*.md

# The README's picture. On the virtual clock it is the same each time; a test compares it.
recording: all
	@$(B)/restaurant --customers 5 --chefs 3 --dish pasta --svg >notes/restaurant.svg

# The article's program beside its C, and a turn of the loop, on one page: build/poster.html, and an A3 PDF.
poster:
	@sh notes/poster.sh $(B)

# Ten pictures for slides, from records: build/stills/.
stills: all
	@python3 notes/stills.py $(B) $(B)/stills

# The time against the number of names, 1 to 1,000: half a minute, at 10 ms an answer.
curve: all
	@sh demo/curve.sh $(B) 10
include demo/restaurant/page/page.mk
.PHONY: article notes poster stills curve recording wasm
