# kring::sodium: Debian's libsodium, or for wasm32 the same version compiled from the source package that ops/wasm fetched.
add_library(kring_sodium INTERFACE)
add_library(kring::sodium ALIAS kring_sodium)

if(KRING_WASM)
  enable_language(C)
  file(GLOB_RECURSE sources "${KRING_WASM_ROOT}/libsodium/src/libsodium/*.c")
  add_library(sodium STATIC ${sources})
  target_include_directories(sodium PRIVATE "${CMAKE_SYSROOT}/include/sodium")
  target_compile_definitions(sodium PRIVATE CONFIGURED=1)
  target_compile_options(sodium PRIVATE -w)
  # libsodium's random numbers come from WASI; its abort handler wants signals, which WASI only emulates.
  target_compile_definitions(sodium PUBLIC _WASI_EMULATED_SIGNAL)
  target_link_libraries(kring_sodium INTERFACE sodium wasi-emulated-signal)
else()
  find_library(KRING_SODIUM_LIBRARY sodium REQUIRED)
  target_link_libraries(kring_sodium INTERFACE "${KRING_SODIUM_LIBRARY}")
endif()
