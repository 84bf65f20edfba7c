# Faults: make faults lets each system call and each allocation fail once, at every place that the programs come to.
FAULTED := genderize predict_async restaurant fetch
WRAPPED := socket connect bind listen accept getsockname getsockopt setsockopt send recv read write epoll_create1 epoll_ctl epoll_wait \
           poll pipe fstat mkdtemp fflush fopen fdopen fmemopen open_memstream malloc calloc realloc \
           pthread_create close fclose open openat fcntl

$(foreach main,$(MAINS),$(if $(filter $(FAULTED),$(basename $(notdir $(main)))),$(eval $(B)/faults/$(basename $(notdir $(main))): $(main:%.c=$(B)/%.o))))
$(FAULTED:%=$(B)/faults/%): $(B)/tests/house/faults/shim.o $(DEMO) $(LIBRARY)
	@mkdir -p $(@D)
	$(call quiet,LINK  $@)$(CC) $(CFLAGS) $(WRAPPED:%=-Wl$(comma)--wrap=%) $(filter %.o,$^) $(DEMO) $(LIBRARY) $(LDLIBS) -o $@

# A sample is part of make test; all of it needs AddressSanitizer to see leaks.
$(T)/faults_sample.sh: $(FAULTED:%=$(B)/faults/%) $(B)/kitchen
	@mkdir -p $(@D) && printf '#!/bin/sh\nexec sh tests/house/faults.sh $(B) 31\n' >$@ && chmod +x $@

faults-here: $(FAULTED:%=$(B)/faults/%) $(B)/kitchen
	@sh tests/house/faults.sh $(B) 1
faults:
	+@$(MAKE) -s SANITIZE=1 CC=clang faults-here
.PHONY: faults faults-here
