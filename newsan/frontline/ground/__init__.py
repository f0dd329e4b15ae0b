"""Who held which settlement when: tables of control, and the areas, front and pockets that follow."""
