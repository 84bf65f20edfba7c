# The restaurant as one page that opens from disk and runs the lunch itself: loop, coroutines and lunch as WebAssembly. It needs
# clang, lld and Debian's wasi-libc and libclang-rt-14-dev-wasm32; without them the page has recorded runs only, and says so.
CAN_WASM := $(and $(wildcard /usr/include/wasm32-wasi),$(wildcard /usr/lib/llvm-*/lib/clang/*/lib/wasi),$(shell command -v clang),$(shell command -v wasm-ld))
PAGE     := demo/restaurant/page
SCENES   := plain slow burnt leaves cooks-himself big-order

ifeq ($(BACKEND),none)
$(B)/lunch.wasm: $(PAGE)/run.c $(patsubst %,demo/%.c,restaurant/lunch restaurant/options arguments text) $(SOURCES) $(wildcard $(ROOMS:%=%/*.h) demo/*.h demo/*/*.h)
	@mkdir -p $(@D)
	$(call quiet,WASM  $@)clang --target=wasm32-wasi -Oz -std=c11 -D_POSIX_C_SOURCE=200809L -D_WASI_EMULATED_SIGNAL -I. \
	  -idirafter $(JSMN_DIR) $(filter %.c,$^) -lwasi-emulated-signal -Wl,--strip-all,--gc-sections -o $@
else
page: $(B)/restaurant.html
$(B)/restaurant.html: $(B)/page/$(if $(CAN_WASM),run,recorded).html
	@cp $< $@

$(B)/page/run.html: $(B)/page/run
$(B)/page/run.html: RUN = -v run=$(B)/page/run
$(B)/page/%.html: $(B)/page/recorded $(wildcard $(PAGE)/*) demo/restaurant/lunch.c loop/loop.c
	$(call quiet,AWK   $@)LC_ALL=C awk -f $(PAGE)/build.awk $(RUN) -v recorded=$< $(PAGE)/page.html >$@.new && mv $@.new $@

# It is the same in every variant, so it is built once.
build/none/lunch.wasm: FORCE
	+@$(MAKE) -s BACKEND=none CC=cc RELEASE= SANITIZE= $@

$(B)/page/run: build/none/lunch.wasm
	@mkdir -p $(@D) && gzip -9nc $< | base64 >$@

# The program's output for each scene, for where it cannot be built, or a browser cannot run it.
$(B)/page/recorded: $(B)/page/lunch
	@{ $(foreach scene,$(SCENES),$< --dish pasta $(if $(filter plain,$(scene)),,--scene $(scene)) 2>/dev/null &&) true; } | gzip -9nc | base64 >$@

$(B)/page/lunch: $(B)/$(PAGE)/run.o $(DEMO) $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $^ $(LDLIBS) -o $@

# Everything that can be read without building anything, as a folder of static files.
site: page poster
	@sh $(PAGE)/site.sh $(B)
endif
.PHONY: page site
