/// The lab of the load balancer: what a balancing policy and a route table must keep, wrong ones
/// that must be rejected, an exercise, and an experiment on tail latency.
@NullMarked
package dev.orrery.loadbalancer.lab;

import org.jspecify.annotations.NullMarked;
