# kring_library(NAME SOURCES a.cpp … DEPENDS kring::base …): the library of one folder.
function(kring_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_library(kring_${name} STATIC ${ARG_SOURCES})
  add_library(kring::${name} ALIAS kring_${name})
  target_link_libraries(kring_${name} PUBLIC kring::options ${ARG_DEPENDS})
endfunction()

# kring_program(NAME SOURCES … DEPENDS …): a program under build/<preset>/bin.
function(kring_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE kring::options ${ARG_DEPENDS})
endfunction()

# kring_test(NAME SOURCES … DEPENDS …): one GoogleTest binary for a test folder, run as one CTest test.
function(kring_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE kring::options ${ARG_DEPENDS} GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  add_test(NAME ${name} COMMAND ${name})
endfunction()

# Third-party libraries from Debian's packages, as system headers.
find_library(KRING_SODIUM_LIBRARY sodium)
add_library(kring_sodium INTERFACE)
add_library(kring::sodium ALIAS kring_sodium)
if(KRING_SODIUM_LIBRARY)
  target_link_libraries(kring_sodium INTERFACE "${KRING_SODIUM_LIBRARY}")
endif()
if(KRING_SODIUM_INCLUDE_DIR)
  target_include_directories(kring_sodium SYSTEM INTERFACE "${KRING_SODIUM_INCLUDE_DIR}")
endif()

add_library(kring_json INTERFACE)
add_library(kring::json ALIAS kring_json)
if(KRING_JSON_INCLUDE_DIR)
  target_include_directories(kring_json SYSTEM INTERFACE "${KRING_JSON_INCLUDE_DIR}")
endif()
