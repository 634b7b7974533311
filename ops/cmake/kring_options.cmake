# Compiler flags and build switches of every target, in one place.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(KRING_ASAN "Address and undefined-behaviour sanitizers" OFF)
option(KRING_TSAN "Thread sanitizer" OFF)
option(KRING_COVERAGE "Source-based coverage" OFF)
option(KRING_TESTS "Build the tests; needs the check group of ops/packages" ON)
option(KRING_WASM "Build only what the web client links, for wasm32" OFF)
set(KRING_VECTORS_DIR "${CMAKE_SOURCE_DIR}/../shared/vectors" CACHE PATH "Folder with the MLS test vectors")

find_program(KRING_CCACHE ccache)
if(KRING_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_SOURCE_DIR}/ops/cmake/ccache")
endif()

add_library(kring_options INTERFACE)
add_library(kring::options ALIAS kring_options)
target_include_directories(kring_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(kring_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -fno-strict-aliasing)

if(KRING_WASM)
  # Sizes and differences have 32 bits there: a lost upper half is an error, a changed sign of an index is not news.
  target_compile_options(kring_options INTERFACE -fno-exceptions -Wno-sign-conversion)
else()
  target_link_options(kring_options INTERFACE -fuse-ld=lld)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT KRING_WASM)
  target_compile_options(kring_options INTERFACE
    -D_FORTIFY_SOURCE=2 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  target_link_options(kring_options INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()
if(KRING_ASAN)
  target_compile_options(kring_options INTERFACE
    -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(kring_options INTERFACE -fsanitize=address,undefined)
endif()
if(KRING_TSAN)
  target_compile_options(kring_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(kring_options INTERFACE -fsanitize=thread)
endif()
if(KRING_COVERAGE)
  target_compile_options(kring_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(kring_options INTERFACE -fprofile-instr-generate)
endif()
