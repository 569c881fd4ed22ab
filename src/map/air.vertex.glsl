#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_half_size;
in vec3 a_here;
in vec3 a_there;
in vec2 a_side;
in vec3 a_colour;
out vec3 v_colour;
void main() {
  vec4 here = u_matrix * vec4(a_here, 1.0);
  vec4 there = u_matrix * vec4(a_there, 1.0);
  v_colour = a_colour;
  // Behind the eye: outside of what is seen.
  if (here.w <= 0.0 || there.w <= 0.0) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  vec2 way = (there.xy / there.w - here.xy / here.w) * u_half_size;
  float length_px = length(way);
  vec2 across = length_px > 0.0 ? vec2(-way.y, way.x) / length_px : vec2(1.0, 0.0);
  gl_Position = here + vec4(across * a_side.x * a_side.y * 0.5 / u_half_size * here.w, 0.0, 0.0);
}
