# The programs: each from a file of its own name, the parts named here, and the library.
CLIENT               := limits names options program query report row text
genderize_PARTS      := crew $(CLIENT)
genderize_sync_PARTS := blocking $(CLIENT)
kitchen_PARTS        := kitchen_api kitchen_certs kitchen_guest kitchen_names kitchen_options kitchen_table limits text
chart_PARTS          := text
fetch_PARTS          := text

.SECONDEXPANSION:
$(PROGRAMS:%=$(B)/%): $(B)/%: $(B)/demo/%.o $$(addprefix $(B)/demo/,$$(addsuffix .o,$$($$*_PARTS))) $(LIBRARY)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(filter %.o,$^) $(LIBRARY) $(LDLIBS) -o $@

# The kitchen's names become a C array, so that it finds them from whatever folder it is started in.
$(B)/demo/kitchen_table.c: demo/names.txt
	@mkdir -p $(@D)
	$(call quiet,AWK   $<)LC_ALL=C awk -F '\t' 'BEGIN { print "#include \"demo/kitchen_api.h\"\nconst struct kitchen_name kitchen_names[] = {" } \
	  /^[^#]/ { printf "\t{\"%s\", KITCHEN_%s, %d, %d},\n", $$1, toupper($$2), $$3 * 100 + 0.5, $$4 } \
	  END { print "};\nconst size_t kitchen_names_count = sizeof kitchen_names / sizeof kitchen_names[0];" }' $< > $@.new
	@mv $@.new $@

$(B)/demo/kitchen_table.o: $(B)/demo/kitchen_table.c
	$(call quiet,CC    $<)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# make demo COOK=1200 repeats the article's own figures: 1.2 s for each name, and two minutes for all of them.
COOK ?= 100
demo: all
	@sh demo/demo.sh $(B) $(COOK)

# gdb on a program, with a kitchen beside it for those that need one: make debug PROGRAM=genderize
debug: all
	@sh demo/debug.sh $(B) $(PROGRAM)
