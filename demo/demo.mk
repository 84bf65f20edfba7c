COOK ?= 100

# The programs: each from a file of its own name, the parts named here, and the library.
CLIENT               := limits names options program query report row timing arguments text
genderize_PARTS       = kitchen_inside kitchen_api kitchen_certs kitchen_guest kitchen_names kitchen_table crew $(CLIENT) view/explain_run $(TOLD)
genderize_sync_PARTS := $(CLIENT)
kitchen_PARTS        := kitchen_api kitchen_certs kitchen_guest kitchen_names kitchen_options kitchen_table limits arguments text
chart_PARTS          := chart_curve chart_svg chart_table arguments text
fetch_PARTS          := arguments text
TOLD                 := arguments text view/events view/explain_words
hello_PARTS          := view/explain_run $(TOLD)
restaurant_PARTS     := $(addprefix restaurant_,$(if $(filter none,$(BACKEND)),still,live) lunch numbers options picture scene) view/recording $(TOLD)

.SECONDEXPANSION:
$(PROGRAMS:%=$(B)/%): $(B)/%: $(B)/demo/%.o $$(addprefix $(B)/demo/,$$(addsuffix .o,$$($$*_PARTS))) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(LIBRARY) $(LDLIBS) -o $@

# The article's programs are nothing but themselves and the library.
ARTICLE := $(basename $(notdir $(wildcard demo/article/*.c)))
all: $(ARTICLE:%=$(B)/%)

$(ARTICLE:%=$(B)/%): $(B)/%: $(B)/demo/article/%.o $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $@

article: all
	@sh demo/article.sh $(B) $(COOK)

# The kitchen's names become a C array, so that it finds them from whatever folder it is started in.
$(B)/demo/kitchen_table.c: demo/names.txt
	@mkdir -p $(@D)
	$(call quiet,AWK   $<)LC_ALL=C awk -F '\t' 'BEGIN { print "#include \"demo/kitchen_api.h\"\nconst struct kitchen_name kitchen_names[] = {" } \
	  /^[^#]/ { printf "\t{\"%s\", KITCHEN_%s, %d, %d},\n", $$1, toupper($$2), $$3 * 100 + 0.5, $$4 } \
	  END { print "};\nconst size_t kitchen_names_count = sizeof kitchen_names / sizeof kitchen_names[0];" }' $< > $@.new
	@mv $@.new $@

$(B)/demo/kitchen_table.o: $(B)/demo/kitchen_table.c
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# The readers of records. The page that timeline writes becomes a C array, for the same reason.
VIEWS          := $(basename $(notdir $(wildcard $(addprefix demo/view/,explain.c perfetto.c timeline.c))))
explain_PARTS  := $(TOLD)
perfetto_PARTS := view/events view/quoted view/segments arguments text
timeline_PARTS := view/timeline_page $(perfetto_PARTS)
all: $(VIEWS:%=$(B)/%)

$(VIEWS:%=$(B)/%): $(B)/%: $(B)/demo/view/%.o $$(addprefix $(B)/demo/,$$(addsuffix .o,$$($$*_PARTS))) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(LIBRARY) $(LDLIBS) -o $@

$(B)/demo/view/timeline_page.c: $(wildcard demo/view/timeline.html demo/view/timeline.css demo/view/*.js demo/view/page.awk)
	@mkdir -p $(@D)
	$(call quiet,AWK   $<)LC_ALL=C awk -v page=demo/view/timeline.html -f demo/view/page.awk > $@.new
	@mv $@.new $@

$(B)/demo/view/timeline_page.o: $(B)/demo/view/timeline_page.c
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# The whole restaurant for a browser or node, without fds: clang, lld and Debian's wasi-libc, libclang-rt-14-dev-wasm32.
wasm:
	@$(MAKE) --no-print-directory BACKEND=none $(B)/none/restaurant.wasm

ifeq ($(BACKEND),none)
$(B)/restaurant.wasm: $(patsubst %,demo/%.c,restaurant $(restaurant_PARTS)) $(SOURCES) $(wildcard $(ROOMS:%=%/*.h) demo/*.h demo/*/*.h)
	@mkdir -p $(@D)
	$(call quiet,WASM  $@)clang --target=wasm32-wasi -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -D_WASI_EMULATED_SIGNAL -I. \
	  -idirafter $(JSMN_DIR) $(filter %.c,$^) -lwasi-emulated-signal -Wl,--strip-all -o $@
endif

# make demo COOK=1200 repeats the article's own figures: 1.2 s for each name, and two minutes for all of them.
demo: all
	@sh demo/demo.sh $(B) $(COOK)

# gdb on a program, with a kitchen beside it for those that need one: make debug PROGRAM=genderize
debug: all
	@sh demo/debug.sh $(B) $(PROGRAM)

# Each listing of the notes is cut from the file that it names: notes/cut.sh.
notes: all
	@BUILD=$(B) sh notes/cut.sh notes/*.md

# The README's picture. The virtual clock makes it the same each time, and a test compares.
recording: all
	@$(B)/restaurant --customers 8 --chefs 4 --svg >notes/restaurant.svg

# The time against the number of names, 1 to 1,000: half a minute, at 10 ms an answer.
curve: all
	@sh demo/curve.sh $(B) 10
.PHONY: article notes curve recording wasm
