#version 300 es
precision mediump float;
uniform float u_opacity;
in vec3 v_colour;
out vec4 colour;
void main() {
  colour = vec4(v_colour * u_opacity, u_opacity);
}
